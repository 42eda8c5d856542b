import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Dispatcher } from 'undici';

/** One request to an address that a user gave. */
export interface OutboundRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** For connecting, headers and body together; 15 s unless told. Waiting for a free connection does not count. */
  readonly timeoutMs?: number;
  /** How much of the answer is kept, 16 KiB unless told; the rest is not read. */
  readonly maxBodyBytes?: number;
  /** Further response headers to keep, lower-cased. */
  readonly keepHeaders?: readonly string[];
  readonly signal?: AbortSignal;
}

/** These say how the message travels and whom it reaches: they are ours to write. */
const reserved = new Set([
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'transfer-encoding',
  'content-length',
  'te',
  'trailer',
  'upgrade',
  'expect',
]);

/** Whether no header can smuggle another one, another message or another host. */
export const areHeadersSound = (headers: Readonly<Record<string, string>>): boolean => {
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
      if (reserved.has(name.toLowerCase())) return false;
    }
    return true;
  } catch {
    return false;
  }
};

export const withUserAgent = (headers: Readonly<Record<string, string>>, userAgent: string): Record<string, string> =>
  Object.keys(headers).some((name) => name.toLowerCase() === 'user-agent')
    ? { ...headers }
    : { 'user-agent': userAgent, ...headers };

const alwaysKept = ['retry-after', 'content-type', 'location', 'webhook-delivery'];

/** The few response headers that callers need. */
export const keptHeaders = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
  alsoKept: readonly string[] = [],
): Record<string, string> =>
  Object.fromEntries(
    [...alwaysKept, ...alsoKept].flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]];
    }),
  );

/** Whether an answer says that nothing follows: as most receivers of webhooks do. */
export const isEmpty = (status: number, headers: Readonly<Record<string, string | string[] | undefined>>): boolean =>
  status === 204 || headers['content-length'] === '0';

/** An empty body, off its connection: cheaper than reading nothing from it. */
export const drained = async (
  body: Dispatcher.ResponseData['body'],
): Promise<{ bytes: Buffer; truncated: boolean }> => {
  await body.dump();
  return { bytes: Buffer.alloc(0), truncated: false };
};

/** The first bytes of a body. Reading stops there: the stream is destroyed, and its socket with it. */
export const readBeginning = async (
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
): Promise<{ bytes: Buffer; truncated: boolean }> => {
  // Destroying an unread body is announced as an error that nobody else hears.
  body.on('error', () => undefined);
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    kept.push(chunk.subarray(0, maxBytes - size));
    size += chunk.length;
    if (size > maxBytes) return { bytes: Buffer.concat(kept), truncated: true };
  }
  return { bytes: Buffer.concat(kept), truncated: false };
};

/** UTF-8 text; a character that the cut went through is left out. */
export const textOf = (bytes: Buffer, truncated: boolean): string =>
  new TextDecoder().decode(bytes, { stream: truncated });
