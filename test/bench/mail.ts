import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { until } from '../../deploy/demonstration/api.ts';
import { aResource } from '../../libs/contracts/test/builders.ts';
import { LoneDissemination } from './lone-dissemination.ts';
import { readersOf } from './mail-readers.ts';
import { MailSink } from './mail-sink.ts';
import { now } from './receivers.ts';

const connections = 10;
const repetitions = 3;
const summary = 'Une ressource pour le banc d’essai. '.repeat(20);

type Say = (line: string) => void;
interface Measure {
  readonly perSecond: number;
  /** Microseconds of processor time for each mail, of all processes that work. */
  readonly cpu: number;
}
interface Sent extends Measure {
  readonly firstMs: number;
  readonly again: number;
  /** The same for each process: the service, the database, the stream. */
  readonly parts: readonly number[];
}

/** How many mails a round sends; the last sends ten times as many. `ESSAIM_BENCH_MAILS=10000` is what the goals speak of. */
const mails = Number(process.env.ESSAIM_BENCH_MAILS ?? 1_000);

/** One publication to many readers, against a bare pool of nodemailer in the same run (G6), and what ten times as many cost (G8). */
export const measureMail = async (say: Say): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'essaim-bench-'));
  const product = new LoneDissemination();
  const sink = new MailSink();
  try {
    await sink.start();
    await product.start(dataDir, sink.url);
    await send(product, sink, 50);
    const raws: Measure[] = [];
    const ours: Sent[] = [];
    for (let round = 0; round < repetitions; round += 1) {
      raws.push(await raw(sink, mails));
      ours.push(await send(product, sink, mails));
      say(
        `${mails} mails: ${line(ours[round])} (${shares(ours[round])}); bare nodemailer ${line(raws[round])}; RSS ${memory(product)} MB`,
      );
    }
    const ratio = (of: keyof Measure) => median(ours.map((measure, round) => measure[of] / (raws[round]?.[of] ?? 1)));
    say(`newsletter rate against bare pooled nodemailer (G6, ≥ 70 %)   ${(ratio('perSecond') * 100).toFixed(0)} %`);
    say(`CPU of all processes against it                              ${ratio('cpu').toFixed(2)}×`);
    say(
      `publication → first mail (G8, ≤ 500 ms)                       ${median(ours.map(({ firstMs }) => firstMs)).toFixed(0)} ms`,
    );
    const before = memory(product);
    const many = await send(product, sink, mails * 10);
    say(`${mails * 10} mails: ${line(many)} (${shares(many)}), ${many.again} to an address that had one`);
    say(`memory of ten times as many (G8, ≤ 1.15×)                     ${(memory(product) / before).toFixed(2)}×`);
  } finally {
    await product.stop();
    await sink.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

const line = (measure: Measure | undefined): string =>
  `${measure?.perSecond.toFixed(0)}/s, ${measure?.cpu.toFixed(0)} µs each`;
const shares = (sent: Sent | undefined): string => sent?.parts.map((part) => part.toFixed(0)).join(' + ') ?? '';
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const memory = ({ pids: [pid] }: LoneDissemination): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
const cpuOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return sum + (Number(fields[11]) + Number(fields[12])) * 10_000;
  }, 0);

/** Readers of their own for each round, so that nobody has so many mails that they are gathered. */
let rounds = 0;

const send = async (product: LoneDissemination, sink: MailSink, count: number): Promise<Sent> => {
  rounds += 1;
  const slug = `reseau-${rounds}`;
  await readersOf(product.mongoUrl, count, slug);
  await sink.forget();
  const cpu = () => product.pids.map((pid) => cpuOf([pid]));
  const before = cpu();
  const startedAt = now();
  const network = { id: slug, slug, name: 'Réseau du banc' };
  await product.publish([aResource({ id: `bench-${rounds}`, summary, network })]);
  await until('all of them', async () => (await sink.came()).count >= count, 900_000, 20);
  const { first, last, again } = await sink.came();
  const parts = cpu().map((used, index) => (used - (before[index] ?? 0)) / count);
  return {
    perSecond: count / (((last ?? 0) - startedAt) / 1_000),
    cpu: parts.reduce((sum, part) => sum + part, 0),
    parts,
    firstMs: (first ?? 0) - startedAt,
    again,
  };
};

/** The least that it costs: the same bytes to each, composed once, over as many connections, nothing kept. */
const raw = async (sink: MailSink, count: number): Promise<Measure> => {
  await sink.forget();
  const pool = createTransport(`${sink.url}?pool=true&maxConnections=${connections}&maxMessages=100000`);
  const body = `From: essaim@essaim.example\r\nTo: lectrices@bare.example\r\nSubject: Banc\r\n\r\n${'Une ressource pour le banc. '.repeat(330)}\r\n`;
  const before = process.cpuUsage();
  const startedAt = now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await pool.sendMail({
        envelope: { from: 'essaim@essaim.example', to: `lectrice-${next}@bare.example` },
        raw: body,
      });
    }
  };
  await Promise.all(Array.from({ length: connections * 2 }, lane));
  const took = now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  pool.close();
  return { perSecond: count / (took / 1_000), cpu: (user + system) / count };
};
