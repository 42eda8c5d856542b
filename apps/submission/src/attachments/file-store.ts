import type { Readable } from 'node:stream';

/** Bytes from `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where bytes are kept, under ids that we make. What it holds never changes: it is put once, read, and removed. */
export abstract class FileStore {
  /** Keeps all that the stream gives, or nothing. */
  abstract put(id: string, bytes: Readable): Promise<void>;

  /** @throws Error, at the latest on the stream, when there is no such file */
  abstract open(id: string, range?: ByteRange): Promise<Readable>;

  /** Removing what is not there is no error. */
  abstract remove(id: string): Promise<void>;

  /** The ids of what was put before that moment. */
  abstract putBefore(moment: Date): AsyncIterable<string>;
}
