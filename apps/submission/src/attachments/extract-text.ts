import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const readable = ['application/pdf', word, 'text/plain', 'text/csv', 'text/markdown', 'text/html'];

/** What text a file gives, cut to this many characters. */
const mostCharacters = 200_000;
const withinMs = 45_000;
const mostBytes = 256 * 1024 * 1024;

export const isReadable = (type: string): boolean => readable.includes(type);

/**
 * The words of a file. Whoever wrote it may have meant harm: it is read in a thread of its own, with little memory and a
 * time limit, so that nothing else slows or stops.
 *
 * @throws Error when it can't be read within these bounds
 */
export const extractText = async (bytes: Readable, type: string): Promise<string> => {
  const data = await buffer(bytes);
  // The same file, as it was compiled or not.
  const script = new URL(`./text-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(script, { workerData: { data, type }, resourceLimits: { maxOldGenerationSizeMb: 256 } });
  const began = Date.now();
  const rssBefore = process.memoryUsage.rss();
  let watch: NodeJS.Timeout | undefined;
  try {
    const text = await new Promise<string>((resolve, reject) => {
      // What it unpacks is outside the heap that Node limits: a small file may hold gigabytes.
      watch = setInterval(() => {
        if (Date.now() - began > withinMs) reject(new Error(`not read within ${withinMs / 1000} s`));
        if (process.memoryUsage.rss() - rssBefore > mostBytes) reject(new Error('it unpacks to too much'));
      }, 50);
      worker.once('message', resolve).once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the reader ended with ${code}`)));
    });
    return tidy(text);
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
};

const tidy = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no index wants them
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, mostCharacters)
    .toWellFormed();
