import { setTimeout as pause } from 'node:timers/promises';

export interface Call {
  readonly key?: string;
  /** The moment that it happens, for data with a past: the services of a demonstration take it, the portal does not. */
  readonly at?: Date;
  readonly idempotencyKey?: string;
  readonly ifMatch?: string | null;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answers
  readonly body: any;
  readonly etag?: string | null;
}

/** Calls the public API, as any client would. */
export const call = async (
  method: string,
  url: string,
  { key, at, idempotencyKey, ifMatch, body }: Call = {},
): Promise<Answer> => {
  const response = await fetch(url, {
    method,
    headers: {
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(at ? { 'essaim-at': at.toISOString() } : {}),
      ...(ifMatch ? { 'if-match': ifMatch } : {}),
      ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag'),
    body: text && /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text,
  };
};

/** The same, for an answer that can only be a success. @throws Error with what was answered instead */
export const done = async (method: string, url: string, options: Call = {}): Promise<Answer['body']> => {
  const { status, body } = await call(method, url, options);
  if (status >= 300) throw new Error(`${method} ${url} answered ${status}: ${JSON.stringify(body)}`);
  return body;
};

/** Asks again until there is an answer. @throws Error naming what did not come within `withinMs` */
export const until = async <Result>(
  what: string,
  look: () => Promise<Result | null | undefined | false>,
  withinMs = 30_000,
  everyMs = 20,
): Promise<Result> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1000} s`);
    await pause(everyMs);
  }
};
