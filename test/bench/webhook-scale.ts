import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { done, until } from '../../deploy/demonstration/api.ts';
import { aResource } from '../../libs/contracts/test/builders.ts';
import { LoneDissemination } from './lone-dissemination.ts';
import { now, Receivers } from './receivers.ts';

const endpoints = 10_000;
const events = 5;
const minutes = 60_000;

type Say = (line: string) => void;

/**
 * Events for 10,000 endpoints, shared by two instances: how memory goes over 50,000 sends, and what a kill of one of the two
 * in the middle of the last event repeats. Everyone has each event; what comes twice has the same id.
 */
export const measureWebhookScale = async (say: Say): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'essaim-bench-'));
  const product = new LoneDissemination();
  const receivers = new Receivers();
  try {
    await receivers.start(20);
    await product.start(dataDir);
    await registerAll(product, receivers);
    await product.launch('second');
    // Until the two share the partitions.
    await pause(15_000);
    for (let event = 1; event <= events; event += 1) {
      const startedAt = now();
      await product.publish([aResource({ id: `bench-${event}` })]);
      if (event === events) await killOneInTheMiddle(product, receivers, say);
      await until('everyone', async () => (await receivers.seen()).distinct >= endpoints * event, 5 * minutes, 50);
      const took = (now() - startedAt) / 1_000;
      const memory = product.instances.map(({ pid }) => (pid ? `${megabytes(pid)} MB` : 'killed')).join(', ');
      say(
        `event ${event}: ${endpoints} endpoints in ${took.toFixed(1)} s, ${(endpoints / took).toFixed(0)}/s; RSS ${memory}`,
      );
    }
    await until('every row', async () => (await product.rows()).sent === endpoints * events, 2 * minutes, 500);
    const { posts, distinct } = await receivers.seen();
    say(
      `${posts} posts, ${distinct} of them new, ${posts - distinct} repeated with the same id; rows ${JSON.stringify(await product.rows())}`,
    );
  } finally {
    await product.stop();
    await receivers.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

const registerAll = async (product: LoneDissemination, { urls }: Receivers): Promise<void> => {
  const { url, key } = product;
  const at = `${url}/api/v1/webhook-endpoints`;
  await until('the key is known', async () => (await fetch(at, { headers: { authorization: `Bearer ${key}` } })).ok);
  const { id } = await done('POST', at, { key, body: { url: urls[0] ?? '', events: ['resource.published'] } });
  await until('an active endpoint', async () => (await done('GET', `${at}/${id}`, { key })).status === 'active');
  const others = Array.from({ length: endpoints - 1 }, (_, index) => `${urls[index % urls.length]}${index + 1}`);
  await product.cloneEndpoint(id, others);
};

const killOneInTheMiddle = async (product: LoneDissemination, receivers: Receivers, say: Say): Promise<void> => {
  const before = endpoints * (events - 1);
  await until('the middle', async () => (await receivers.seen()).distinct >= before + endpoints / 4, minutes, 5);
  product.instances[0]?.kill('SIGKILL');
  say('one of the two is killed');
};

const megabytes = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
