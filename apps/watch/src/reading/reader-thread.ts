import { parentPort, workerData } from 'node:worker_threads';
import { entriesIn } from './jorf/delivery-entries.ts';
import { feedIn, isRefusal, pageIn } from './read-document.ts';

const readers = { feed: feedIn, page: pageIn, delivery: entriesIn } as const;
export type ReaderName = keyof typeof readers;
export type Asked<Name extends ReaderName> = Parameters<(typeof readers)[Name]>[0];
export type Found<Name extends ReaderName> = Awaited<ReturnType<(typeof readers)[Name]>>;

/** Runs in a thread of its own: see read-apart.ts. Plain enough for Node to run it without a build. */
const { name, given } = workerData as { name: ReaderName; given: never };

try {
  parentPort?.postMessage({ found: await readers[name](given) });
} catch (error) {
  if (!isRefusal(error)) throw error;
  parentPort?.postMessage({ refused: error.message });
}
