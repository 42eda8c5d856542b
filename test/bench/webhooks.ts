import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';
import {
  newSigningSecret,
  signedHeaders,
  webhookBody,
} from '../../apps/dissemination/src/webhooks/sending/signature.ts';
import { done, until } from '../../deploy/demonstration/api.ts';
import { aResource } from '../../libs/contracts/test/builders.ts';
import { LoneDissemination } from './lone-dissemination.ts';
import { type Arrivals, now, Receivers } from './receivers.ts';
import { summary } from './summary.ts';

const endpoints = 10;
const events = 500;
const repetitions = 3;
const perSecond = 20;
const seconds = 8;

type Say = (line: string) => void;
interface Measure {
  readonly perSecond: number;
  /** Microseconds of processor time for each delivery, of all processes that work. */
  readonly cpu: number;
}

/** Fan-out against raw signed undici in the same run (G1, G2), and what a receiver that hangs costs the others (G5). */
export const measureWebhooks = async (say: Say): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'essaim-bench-'));
  const product = new LoneDissemination();
  const receivers = new Receivers();
  try {
    await receivers.start(endpoints);
    await product.start(dataDir);
    await register(product, receivers);
    await fanOut(product, receivers, 50);
    const raws: Measure[] = [];
    const ours: Measure[] = [];
    say(`RSS of dissemination ${megabytes(product.pids[0])} MB before`);
    for (let round = 0; round < repetitions; round += 1) {
      raws.push(await raw(receivers, events * endpoints));
      ours.push(await fanOut(product, receivers, events));
      say(
        `${events} events × ${endpoints} endpoints: ${ours[round]?.perSecond.toFixed(0)}/s, ${ours[round]?.cpu.toFixed(0)} µs each; raw undici ${raws[round]?.perSecond.toFixed(0)}/s, ${raws[round]?.cpu.toFixed(0)} µs; RSS ${megabytes(product.pids[0])} MB`,
      );
    }
    const ratio = (of: keyof Measure) => median(ours.map((measure, round) => measure[of] / (raws[round]?.[of] ?? 1)));
    say(`fan-out rate against raw signed undici (G1, ≥ 40 %)    ${(ratio('perSecond') * 100).toFixed(0)} %`);
    say(`fan-out CPU of all processes against it (G2, ≤ 3×)     ${ratio('cpu').toFixed(2)}×`);
    const baseline = summary(await steady(product, receivers));
    await receivers.hang(true);
    const beside = summary(await steady(product, receivers));
    await receivers.hang(false);
    say(
      `event → receipt, ${perSecond}/s × ${endpoints} (G4)                    p50 ${ms(baseline.p50)} ms  p95 ${ms(baseline.p95)} ms`,
    );
    say(`the same, one of ten hangs: the others                 p50 ${ms(beside.p50)} ms  p95 ${ms(beside.p95)} ms`);
    say(`healthy p95 against its own baseline (G5, ≤ 1.5×)      ${(beside.p95 / baseline.p95).toFixed(2)}×`);
  } finally {
    await product.stop();
    await receivers.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

const ms = (value: number): string => value.toFixed(1).padStart(6);
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const megabytes = (pid: number | undefined): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);

const register = async ({ url, key }: LoneDissemination, { urls }: Receivers): Promise<void> => {
  const at = `${url}/api/v1/webhook-endpoints`;
  await until('the key is known', async () => (await fetch(at, { headers: { authorization: `Bearer ${key}` } })).ok);
  for (const each of urls) {
    const { id } = await done('POST', at, { key, body: { url: each, events: ['resource.published'] } });
    await until('an active endpoint', async () => (await done('GET', `${at}/${id}`, { key })).status === 'active');
  }
};

let made = 0;
const someResources = (count: number) =>
  Array.from({ length: count }, () => {
    made += 1;
    return aResource({ id: `bench-${made}`, summary: 'Une ressource pour le banc d’essai. '.repeat(20) });
  });

/** Everything published at once, until everybody has it. */
const fanOut = async (product: LoneDissemination, receivers: Receivers, count: number): Promise<Measure> => {
  await receivers.take();
  const before = cpuOf(product.pids);
  const startedAt = now();
  await product.publish(someResources(count));
  await until('all of it', async () => (await receivers.count()) >= count * endpoints, 120_000, 20);
  const last = Math.max(...Object.values(await receivers.take()));
  // What is marked after the last arrival counts, too.
  await pause(500);
  return {
    perSecond: (count * endpoints) / ((last - startedAt) / 1_000),
    cpu: (cpuOf(product.pids) - before) / (count * endpoints),
  };
};

/** The least that it costs: undici and a signature, 64 in the air, nothing kept. */
const raw = async (receivers: Receivers, count: number): Promise<Measure> => {
  await receivers.take();
  const agent = new Agent({ connections: Math.ceil(64 / endpoints) });
  const secret = newSigningSecret();
  const data = JSON.stringify({ id: 'bench-raw', summary: 'Une ressource pour le banc d’essai. '.repeat(20) });
  const cause = { type: 'resource.published', occurredAt: new Date().toISOString(), data };
  const before = process.cpuUsage();
  const startedAt = now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      const body = webhookBody(cause, next);
      const headers = signedHeaders({ secrets: [secret], privateKey: null }, `raw_${next}`, new Date(), body);
      const url = receivers.urls[next % endpoints] ?? '';
      const { body: answer } = await request(url, { dispatcher: agent, method: 'POST', headers, body });
      await answer.dump();
    }
  };
  await Promise.all(Array.from({ length: 64 }, lane));
  const took = now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  await agent.close();
  return { perSecond: count / (took / 1_000), cpu: (user + system) / count };
};

/** At a steady pace: how long each took to come to the receivers that answer. */
const steady = async (product: LoneDissemination, receivers: Receivers): Promise<number[]> => {
  await receivers.take();
  const left = new Map<string, number>();
  for (const resource of someResources(perSecond * seconds)) {
    left.set(resource.id, now());
    void product.publish([resource]);
    await pause(1_000 / perSecond);
  }
  await pause(1_500);
  const arrivals: Arrivals = await receivers.take();
  const samples = Object.entries(arrivals).flatMap(([who, at]) => {
    const [receiver, id = ''] = who.split(' ');
    const sent = left.get(id);
    return receiver === '0' || sent === undefined ? [] : [at - sent];
  });
  const expected = left.size * (endpoints - 1);
  if (samples.length !== expected) throw new Error(`${samples.length} of ${expected} came`);
  return samples;
};

/** Microseconds, user and system, as Linux counts them: a hundredth of a second at a time. */
const cpuOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return sum + (Number(fields[11]) + Number(fields[12])) * 10_000;
  }, 0);
