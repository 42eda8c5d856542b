import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Asked, Found, ReaderName } from './reader-thread.ts';

/** A document that is not read: it takes too long, or is not what it says. The message is for people. */
export class Unreadable extends Error {}

/** Below this nothing that anybody can write takes half a second: it is read where it is. */
const smallBytes = 128 * 1024;
const withinMs: Readonly<Record<ReaderName, number>> = { feed: 10_000, page: 10_000, delivery: 180_000 };
const mostMegabytes = 512;
const atOnce = 2;
const isCompiled = extname(import.meta.url) === '.js';

let busy = 0;
const waiting: (() => void)[] = [];

/** Whether reading it could keep the process from anything else. */
export const isLarge = ({ byteLength }: Uint8Array): boolean => byteLength > smallBytes;

/**
 * Reads a document in a thread of its own, under a clock and with bounded memory: whoever published it may have meant harm,
 * and nothing else must wait for it. Two at a time; the others queue, and their clock has not begun.
 *
 * @throws Unreadable
 */
export const readApart = async <Name extends ReaderName>(
  name: Name,
  given: Asked<Name>,
  limitMs = withinMs[name],
): Promise<Found<Name>> => {
  if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else busy += 1;
  try {
    return await inThread(name, given, limitMs);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }
};

const inThread = async <Name extends ReaderName>(name: Name, given: Asked<Name>, limitMs: number) => {
  // The same file, as it was compiled or not.
  const script = new URL(`./reader-thread${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(script, {
    workerData: { name, given },
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    ...(isCompiled ? {} : { execArgv: ['--conditions=repo'] }),
  });
  let clock: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Found<Name>>((resolve, reject) => {
      clock = setTimeout(() => reject(new Unreadable('Le document est trop long à lire.')), limitMs);
      worker.once('message', ({ found, refused }: { found: Found<Name>; refused?: string }) =>
        refused === undefined ? resolve(found) : reject(new Unreadable(refused)),
      );
      worker.once('error', (error: Error & { code?: string }) => {
        const isTooMuch = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        reject(isTooMuch ? new Unreadable('Le document demande trop de mémoire.') : error);
      });
      worker.once('exit', (code) => reject(new Error(`the reader ended with ${code}`)));
    });
  } finally {
    clearTimeout(clock);
    await worker.terminate();
  }
};
