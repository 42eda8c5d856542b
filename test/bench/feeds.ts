import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '#persistence';
import { territories, themes } from '#taxonomy';
import { AnnouncementRepository } from '../../apps/dissemination/src/catalogue/announcement.repository.ts';
import { anAnnouncement } from '../../apps/dissemination/src/catalogue/announcement.ts';
import { CatalogueRepository } from '../../apps/dissemination/src/catalogue/catalogue.repository.ts';
import { facetsOf } from '../../apps/dissemination/src/catalogue/entry.ts';
import { generatedResource, random } from './generated-resources.ts';
import { atRest, load, median, memoryOf, type Served } from './load.ts';
import { startDissemination } from './one-service.ts';

const sizes = [20, 2_000, 100_000];
const requests = 8_000;
const rounds = 3;
const filters = 1_000;
/** Each filter is searched for in the database once: what is measured is what its document takes here. */
const spreadSize = 2_000;
const batch = 2_000;

/** Feed GET 200 and 304 against bare node:http with the same bytes (G9, G10), flat as the catalogue grows, bounded memory. */
export const measureFeeds = async (say: (line: string) => void): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'essaim-bench-'));
  const one = await startDissemination(dataDir);
  try {
    const { url, pid = 0 } = one.service;
    const fill = await filler(one.mongoUrl);
    const cpu: number[] = [];
    let stored = 0;
    for (const size of sizes) {
      await fill.grow(stored, size);
      stored = size;
      cpu.push(await compare(`${url}/feeds/resources.rss`, pid, size, say));
      if (size === spreadSize) await spread(url, pid, say);
    }
    say(`CPU of a GET at ${sizes.join(', ')} resources: ${cpu.map((each) => `${each.toFixed(0)} µs`).join(', ')}`);
    await fill.close();
  } finally {
    await one.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

/** Puts resources straight where the catalogue keeps them: how they get there is measured elsewhere. */
const filler = async (uri: string) => {
  const database = new Database({ uri, name: 'essaim_dissemination' });
  const catalogue = new CatalogueRepository(database);
  const announcements = new AnnouncementRepository(database);
  database.start();
  await database.ready;
  const next = random(2);
  return {
    grow: async (from: number, to: number) => {
      for (let index = from; index < to; index += batch) {
        const count = Math.min(batch, to - index);
        const resources = Array.from({ length: count }, (_, offset) => generatedResource(index + offset, next));
        const changedAt = new Date();
        await catalogue.entries.collection.insertMany(
          resources.map((resource) => ({
            _id: resource.id as never,
            v: 1,
            resource,
            stateAt: new Date(resource.publishedAt),
            changedAt,
            ...facetsOf(resource),
          })),
        );
        await announcements.announcements.collection.insertMany(
          resources.map((resource) => anAnnouncement(resource, 'published', new Date(resource.publishedAt)) as never),
        );
      }
    },
    close: () => database.close(),
  };
};

/** @returns microseconds of CPU for a GET. */
const compare = async (feed: string, pid: number, size: number, say: (line: string) => void): Promise<number> => {
  const newest = `r${String(size - 1).padStart(7, '0')}`;
  const answer = await settled(feed, newest);
  await atRest(pid);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const etag = answer.headers.get('etag') ?? '';
  const bare = await bareServer(bytes, etag, answer.headers.get('content-type') ?? '');
  try {
    const results: Record<'200' | '304', { ours: Served; bare: Served }[]> = { 200: [], 304: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const status of [200, 304] as const) {
        const headers = { 'accept-encoding': 'identity', ...(status === 304 ? { 'if-none-match': etag } : {}) };
        const ours = await load(feed, headers, status, requests, pid);
        results[status].push({ ours, bare: await load(bare.url, headers, status, requests, bare.process.pid ?? 0) });
      }
    }
    for (const status of [200, 304] as const) {
      const ratio = median(results[status].map(({ ours, bare: limit }) => ours.perSecond / limit.perSecond));
      const cost = median(results[status].map(({ ours, bare: limit }) => ours.cpu / limit.cpu));
      const p99 = median(results[status].map(({ ours }) => ours.p99));
      say(
        `feed GET ${status}, ${String(size).padStart(6)} resources   ${(ratio * 100).toFixed(0)} % of the rate of node:http, ` +
          `${cost.toFixed(2)}× its CPU, p99 ${p99.toFixed(1)} ms`,
      );
    }
    return median(results[200].map(({ ours }) => ours.cpu));
  } finally {
    bare.process.kill();
  }
};

/** The feed once it has the newest: another instance of the catalogue wrote it, so the poll brings it. */
const settled = async (feed: string, id: string): Promise<Response> => {
  for (;;) {
    const answer = await fetch(feed, { headers: { 'accept-encoding': 'identity' } });
    if ((await answer.clone().text()).includes(`urn:essaim:${id}:`)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

/** Many sets, each asked for once: what is kept of them has a bound. */
const spread = async (url: string, pid: number, say: (line: string) => void): Promise<void> => {
  const sets = territories.flatMap(({ code }) => themes.ids.map((theme) => `theme=${theme}&territory=${code}`));
  const before = memoryOf(pid);
  const start = performance.now();
  for (const set of sets.slice(0, filters)) {
    const answer = await fetch(`${url}/feeds/resources.json?${set}`);
    await answer.arrayBuffer();
  }
  const each = (performance.now() - start) / filters;
  say(
    `${filters} distinct filters, ${each.toFixed(1)} ms each: memory ${before.toFixed(0)} → ${memoryOf(pid).toFixed(0)} MB`,
  );
};

const bareServer = async (
  bytes: Buffer,
  etag: string,
  type: string,
): Promise<{ url: string; process: ChildProcess }> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-server.js'), etag, type], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(bytes);
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${port}/`, process: child };
};
