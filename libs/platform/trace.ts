import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

const storage = new AsyncLocalStorage<string>();
const valid = /^[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A W3C `traceparent`: the one given, when well-formed, else a new one. */
export const traceparentOf = (given?: string | string[]): string =>
  typeof given === 'string' && valid.test(given)
    ? given
    : `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;

/** Runs some work as part of a trace: what it logs, announces and sends carries it. */
export const inTrace = <Result>(traceparent: string, work: () => Result): Result => storage.run(traceparent, work);

export const currentTraceparent = (): string | undefined => storage.getStore();

/** What ties the log lines of one request together, in every service: the trace id, 32 hexadecimal digits. */
export const currentTraceId = (): string | undefined => storage.getStore()?.slice(3, 35);
