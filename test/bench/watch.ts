import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseFeed } from 'feedsmith';
import { Agent, request } from 'undici';
import { type NatsLink, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import { StateRepository } from '../../apps/watch/src/polling/state.repository.ts';
import { sourceDefaults } from '../../apps/watch/src/sources/french-sources.ts';
import { SourceRepository } from '../../apps/watch/src/sources/source.repository.ts';
import { projectRoot } from '../../deploy/development/project-root.ts';
import { cpuOf, median, memoryOf } from './load.ts';
import { startAlone } from './one-service.ts';

const feeds = 500;
const rounds = 3;
const atOnce = 64;
const hostRestMs = 5_500;

interface Measured {
  readonly perSecond: number;
  /** Milliseconds for a feed. */
  readonly cpu: number;
}

/** 500 sites polled, beside a bare loop that fetches and parses the same with the same parser (G12). */
export const measureWatch = async (say: (line: string) => void): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'essaim-bench-'));
  const sites = fork(join(projectRoot(), 'dist/test/bench/publisher.js'));
  const [port] = (await once(sites, 'message')) as [number];
  const one = await startAlone('watch', dataDir);
  const desk = await aDesk(one.mongoUrl, port);
  const pid = one.service.pid ?? 0;
  try {
    const first = await desk.polled(pid);
    say(line('every feed new, 30 items to keep each', first));
    const start = memoryOf(pid);
    const pairs: { ours: Measured; bare: Measured }[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      await publish(port, round);
      const bare = await bareLoop(port);
      pairs.push({ bare, ours: await desk.polled(pid) });
    }
    say(line('every feed changed, 1 item of 30 new', middle(pairs.map(({ ours }) => ours))));
    say(line('the bare loop, the same feeds', middle(pairs.map(({ bare }) => bare))));
    const ratio = median(pairs.map(({ ours, bare }) => ours.perSecond / bare.perSecond));
    say(`polling changed feeds: ${(ratio * 100).toFixed(0)} % of the bare loop (G12: at least 65 %)`);
    const unchanged = [await desk.polled(pid), await desk.polled(pid), await desk.polled(pid)];
    say(line('nothing changed (304)', middle(unchanged)));
    say(`memory: ${start.toFixed(0)} MB after the first round, ${memoryOf(pid).toFixed(0)} MB after ${rounds + 4}`);
  } finally {
    await desk.close();
    await one.stop();
    sites.disconnect();
    await rm(dataDir, { recursive: true, force: true });
  }
};

const line = (what: string, { perSecond, cpu }: Measured): string =>
  `${what}: ${perSecond.toFixed(0)} feeds/s, ${cpu.toFixed(2)} ms of CPU each`;

const middle = (all: readonly Measured[]): Measured => ({
  perSecond: median(all.map(({ perSecond }) => perSecond)),
  cpu: median(all.map(({ cpu }) => cpu)),
});

/** Each site at an address of its own, as far as politeness goes. */
const address = (port: number, n: number): string =>
  `http://127.1.${Math.floor(n / 250)}.${(n % 250) + 1}:${port}/${n}`;

const publish = async (port: number, round: number): Promise<void> => {
  const { body } = await request(`http://127.0.0.1:${port}/round/${round}/1`);
  await body.dump();
};

const bareLoop = async (port: number): Promise<Measured> => {
  const agent = new Agent();
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  let next = 0;
  const work = async () => {
    while (next < feeds) {
      const n = next;
      next += 1;
      const { body } = await request(address(port, n), { dispatcher: agent });
      parseFeed(await body.text());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const used = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1_000;
  await agent.close();
  return { perSecond: feeds / seconds, cpu: (used.user + used.system) / 1_000 / feeds };
};

/** What the service keeps, looked at from beside it. */
const aDesk = async (uri: string, port: number) => {
  const database = new Database({ uri, name: 'essaim_watch' });
  const still = new OutboxRelay({ service: 'watch', url: '', replicas: 1 }, { isUp: false } as NatsLink, database);
  const sources = new SourceRepository(database, still);
  const states = new StateRepository(database, still);
  database.start();
  await database.ready;
  const now = new Date(Date.now() + 3_600_000);
  for (let n = 0; n < feeds; n += 1) {
    const [_id, url] = [`site-${n}`, address(port, n)];
    const about = {
      slug: _id,
      name: `Site ${n}`,
      publisher: 'Site',
      attribution: 'Site',
      family: 'social-watch',
    } as const;
    const source = { ...sourceDefaults, ...about, _id, url, adapter: 'feed', createdAt: now.toISOString() } as const;
    const made = await sources.store.insert(source, now);
    // Due later: all at once, when they are asked for.
    await states.follow(made, now);
  }
  const { collection } = states.store.model;
  let polls = 0;
  return {
    /** All of them once: from when they are due until the last is written down. */
    polled: async (pid: number): Promise<Measured> => {
      if (polls > 0) await pause(hostRestMs);
      polls += 1;
      const cpu = cpuOf(pid);
      await collection.updateMany({ _id: /^site-/ } as never, { $set: { dueAt: new Date() } } as never);
      const isBegun = () => collection.countDocuments({ _id: /^site-/, polls } as never);
      while ((await isBegun()) === 0) await pause(2);
      const start = performance.now();
      while ((await isBegun()) < feeds) await pause(50);
      const seconds = (performance.now() - start) / 1_000;
      return { perSecond: feeds / seconds, cpu: ((cpuOf(pid) - cpu) * 1_000) / feeds };
    },
    close: () => database.close(),
  };
};
