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
/** Few events for many, and many events for few: 5,000 deliveries either way. */
const shapes = [
  { events: 500, endpoints },
  { events: 5, endpoints: 1_000 },
] as const;
const repetitions = 3;
const perSecond = 20;
const seconds = 8;
/** What the endpoints ask for; the same resources under another theme go to nobody. */
const filter = { theme: ['gouvernance'] };

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
    const [first = ''] = await register(product, receivers);
    await fanOut(product, receivers, { events: 50, endpoints });
    say(`RSS of dissemination ${megabytes(product.pids[0])} MB before`);
    await compare(product, receivers, shapes[0], say);
    await measureSteady(product, receivers, say);
    const more = Array.from({ length: shapes[1].endpoints - endpoints }, (_, index) => index + endpoints);
    const urls = more.map((index) => `${receivers.urls[index % endpoints]}${index}`);
    await product.cloneEndpoint(first, urls);
    await compare(product, receivers, shapes[1], say);
  } finally {
    await product.stop();
    await receivers.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

type Shape = (typeof shapes)[number] | { readonly events: number; readonly endpoints: number };

/**
 * Beside the fan-out, each event goes into the catalogue and the feeds: what that costs is measured with events that nobody
 * asked for, and taken off.
 */
const compare = async (product: LoneDissemination, receivers: Receivers, shape: Shape, say: Say): Promise<void> => {
  const count = shape.events * shape.endpoints;
  const rounds: { readonly raw: Measure; readonly ours: Measure; readonly beside: number }[] = [];
  for (let round = 0; round < repetitions; round += 1) {
    const measured = await raw(receivers, count);
    const ours = await fanOut(product, receivers, shape);
    const beside = (await publishOnly(product, shape.events)) / count;
    rounds.push({ raw: measured, ours, beside });
    const cpu = `${ours.cpu.toFixed(0)} µs each, ${beside.toFixed(0)} of it the catalogue’s`;
    say(
      `${shape.events} events × ${shape.endpoints} endpoints: ${ours.perSecond.toFixed(0)}/s, ${cpu}; raw undici ${measured.perSecond.toFixed(0)}/s, ${measured.cpu.toFixed(0)} µs; RSS ${megabytes(product.pids[0])} MB`,
    );
  }
  const rate = median(rounds.map((each) => each.ours.perSecond / each.raw.perSecond)) * 100;
  const cost = median(rounds.map((each) => (each.ours.cpu - each.beside) / each.raw.cpu));
  const whole = median(rounds.map((each) => each.ours.cpu / each.raw.cpu));
  say(`fan-out rate against raw signed undici (G1, ≥ 40 %)    ${rate.toFixed(0)} %`);
  say(
    `fan-out CPU of all processes against it (G2, ≤ 3×)     ${cost.toFixed(2)}×, with the catalogue ${whole.toFixed(2)}×`,
  );
};

const measureSteady = async (product: LoneDissemination, receivers: Receivers, say: Say): Promise<void> => {
  const baseline = summary(await steady(product, receivers));
  await receivers.hang(true);
  const beside = summary(await steady(product, receivers));
  await receivers.hang(false);
  const pace = `${perSecond}/s × ${endpoints}`;
  say(`event → receipt, ${pace} (G4)                    p50 ${ms(baseline.p50)} ms  p95 ${ms(baseline.p95)} ms`);
  say(`the same, one of ten hangs: the others                 p50 ${ms(beside.p50)} ms  p95 ${ms(beside.p95)} ms`);
  say(`healthy p95 against its own baseline (G5, ≤ 1.5×)      ${(beside.p95 / baseline.p95).toFixed(2)}×`);
};

const ms = (value: number): string => value.toFixed(1).padStart(6);
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const megabytes = (pid: number | undefined): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);

const register = async ({ url, key }: LoneDissemination, { urls }: Receivers): Promise<string[]> => {
  const at = `${url}/api/v1/webhook-endpoints`;
  await until('the key is known', async () => (await fetch(at, { headers: { authorization: `Bearer ${key}` } })).ok);
  const ids: string[] = [];
  for (const each of urls) {
    const { id } = await done('POST', at, { key, body: { url: each, events: ['resource.published'], filter } });
    await until('an active endpoint', async () => (await done('GET', `${at}/${id}`, { key })).status === 'active');
    ids.push(id);
  }
  return ids;
};

let made = 0;
const someResources = (count: number, themes: readonly string[] = filter.theme) =>
  Array.from({ length: count }, () => {
    made += 1;
    const summary = 'Une ressource pour le banc d’essai. '.repeat(20);
    return aResource({ id: `bench-${made}`, summary, themes: [...themes] });
  });

const inCatalogue = async ({ url }: LoneDissemination): Promise<void> => {
  const total = async () => (await done('GET', `${url}/api/v1/resources?limit=1`)).total;
  await until('all of it in the catalogue', async () => (await total()) >= made, 120_000, 20);
};

/** Everything published at once, until everybody has it, and all that follows is done. */
const fanOut = async (product: LoneDissemination, receivers: Receivers, shape: Shape): Promise<Measure> => {
  const count = shape.events * shape.endpoints;
  await receivers.take();
  const before = cpuOf(product.pids);
  const startedAt = now();
  await product.publish(someResources(shape.events));
  await until('all of it', async () => (await receivers.count()) >= count, 120_000, 20);
  const last = Math.max(...Object.values(await receivers.take()));
  await inCatalogue(product);
  // What is marked after the last arrival counts, too.
  await pause(500);
  return { perSecond: count / ((last - startedAt) / 1_000), cpu: (cpuOf(product.pids) - before) / count };
};

/** Microseconds of all processes for events that no endpoint asked for. */
const publishOnly = async (product: LoneDissemination, events: number): Promise<number> => {
  const before = cpuOf(product.pids);
  await product.publish(someResources(events, ['emploi']));
  await inCatalogue(product);
  await pause(500);
  return cpuOf(product.pids) - before;
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
