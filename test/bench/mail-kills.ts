import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { until } from '../../deploy/demonstration/api.ts';
import { aResource } from '../../libs/contracts/test/builders.ts';
import { LoneDissemination } from './lone-dissemination.ts';
import { addressOf, readersOf } from './mail-readers.ts';
import { MailSink } from './mail-sink.ts';

/** `ESSAIM_BENCH_MAILS` in all; one of two processes is killed about every tenth of them. */
const mails = Number(process.env.ESSAIM_BENCH_MAILS ?? 10_000);
const kills = 8;
/** One mail in the air for each worker. */
const workers = 10;
const network = 'reseau-des-coupures';

type Say = (line: string) => void;
interface Row {
  readonly state: string;
  readonly recipient: string;
  readonly inDoubt?: boolean;
}

/**
 * Thousands of mails through an SMTP server by others, while the processes that send them are killed again and again: its
 * own log says who got what. Nobody is left out; whoever got a mail twice got the same bytes, is said to be in doubt, and is
 * one of at most ten for each kill.
 */
export const measureMailKills = async (say: Say): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'essaim-bench-'));
  const [product, sink] = [new LoneDissemination(), new MailSink()];
  try {
    await sink.start('log');
    await product.start(dataDir, sink.url);
    await product.launch('second');
    await readersOf(product.mongoUrl, mails, network);
    await product.publish([aResource({ id: 'bench-kills', network: { id: network, slug: network, name: network } })]);
    for (let kill = 1; kill <= kills; kill += 1) {
      await until('the next share', async () => (await sink.came()).count >= (mails * kill) / (kills + 2), 300_000, 5);
      const victim = product.instances[kill % 2];
      victim?.kill('SIGKILL');
      await pause(100 * (kill % 4));
      await victim?.restart();
    }
    const rows = await endings(product);
    for (const line of judged(rows, await sink.log())) say(line);
  } finally {
    await product.stop();
    await sink.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

const endings = async ({ mongoUrl }: LoneDissemination): Promise<Row[]> => {
  const client = await new mongoose.mongo.MongoClient(mongoUrl).connect();
  try {
    const rows = client.db('essaim_dissemination').collection<Row>('deliveries');
    const waits = { resource: 'bench-kills', state: { $ne: 'sent' } };
    await until('nothing that waits', async () => (await rows.countDocuments(waits)) === 0, 300_000, 500);
    return await rows.find({ resource: 'bench-kills' }).toArray();
  } finally {
    await client.close();
  }
};

/** @throws Error with all that should not be. */
const judged = (rows: readonly Row[], log: Awaited<ReturnType<MailSink['log']>>): string[] => {
  const doubted = new Set(rows.filter(({ inDoubt }) => inDoubt).map(({ recipient }) => addressOf(network, recipient)));
  const twice = log.several.filter(({ times }) => times > 1);
  const faults = [
    ...(log.addresses === mails ? [] : [`${mails - log.addresses} got nothing`]),
    ...twice.filter(({ address }) => !doubted.has(address)).map(({ address }) => `${address}: twice, and not in doubt`),
    ...twice.filter(({ texts }) => texts > 1).map(({ address }) => `${address}: other bytes the second time`),
    ...(doubted.size > kills * workers ? [`${doubted.size} in doubt`] : []),
  ];
  if (faults.length) throw new Error(faults.join('\n'));
  return [
    `${mails} addresses, ${kills} kills: ${mails - twice.length} got exactly one mail, by the log of their server`,
    `in doubt ${doubted.size} (${(doubted.size / kills).toFixed(1)} a kill, at most ${workers}), of which ${twice.length} came twice, with the same bytes`,
  ];
};
