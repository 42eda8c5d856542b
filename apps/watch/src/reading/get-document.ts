import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { OutboundHttp, type OutboundOutcome } from '#outbound-http';
import type { Validators } from '../polling/fetch-state.ts';
import { maxAgeSeconds, retryAfterMs } from '../polling/rhythm.ts';

export interface Wanted {
  readonly url: string;
  readonly accept: string;
  readonly validators?: Validators;
  readonly maxBytes: number;
  readonly timeoutMs?: number;
}

export type Got =
  | { readonly outcome: 'unchanged'; readonly maxAgeSeconds: number | undefined; readonly validators: Validators }
  | {
      readonly outcome: 'got';
      readonly bytes: Buffer;
      readonly contentType: string;
      readonly validators: Validators;
      readonly maxAgeSeconds: number | undefined;
      /** As of RFC 8288. */
      readonly link: string;
      /** Where it was found, and where a permanent redirect led. */
      readonly url: string;
      readonly movedTo: string | null;
    }
  | {
      readonly outcome: 'failed';
      readonly error: string;
      readonly retryAfterMs?: number | undefined;
      readonly isRefused: boolean;
    };

const mostHops = 5;
const keepHeaders = ['etag', 'last-modified', 'cache-control', 'expires', 'content-encoding', 'link'] as const;

/** Gets what a source publishes, once: conditional, bounded, and every hop checked like the first. */
@Injectable()
export class GetDocument {
  constructor(private readonly http: OutboundHttp) {}

  async execute(wanted: Wanted, now: Date): Promise<Got> {
    let url = wanted.url;
    let movedTo: string | null = null;
    for (let hop = 0; hop <= mostHops; hop += 1) {
      const answer = await this.http.send({
        method: 'GET',
        url,
        headers: { accept: wanted.accept, 'accept-encoding': 'gzip', ...conditions(wanted.validators) },
        timeoutMs: wanted.timeoutMs ?? 20_000,
        maxBodyBytes: wanted.maxBytes,
        keepHeaders,
      });
      if (answer.outcome !== 'answered') return failed(answer.detail, undefined, answer.outcome === 'refused');
      const next = redirectOf(answer, url);
      if (!next) return read(answer, { ...wanted, url }, movedTo, now);
      const isPermanent = [301, 308].includes(answer.status);
      movedTo = isPermanent && (hop === 0 || movedTo) ? next : null;
      url = next;
    }
    return failed('Trop de redirections.');
  }
}

type Answered = Extract<OutboundOutcome, { outcome: 'answered' }>;

const failed = (error: string, retry?: number, isRefused = false): Got => ({
  outcome: 'failed',
  error,
  retryAfterMs: retry,
  isRefused,
});

/** Byte for byte what was last answered; a date of ours would promise what nobody said. */
const conditions = ({ etag, lastModified }: Validators = {}): Record<string, string> => ({
  ...(etag ? { 'if-none-match': etag } : {}),
  ...(lastModified ? { 'if-modified-since': lastModified } : {}),
});

const redirectOf = ({ status, headers }: Answered, base: string): string | null =>
  [301, 302, 303, 307, 308].includes(status) && headers.location
    ? (URL.parse(headers.location, base)?.href ?? null)
    : null;

const validatorsOf = ({ headers }: Answered): Validators => ({
  ...(headers.etag ? { etag: headers.etag } : {}),
  ...(headers['last-modified'] ? { lastModified: headers['last-modified'] } : {}),
});

const read = async (answer: Answered, { url, maxBytes }: Wanted, movedTo: string | null, now: Date): Promise<Got> => {
  const { status, headers } = answer;
  const age = maxAgeSeconds(headers['cache-control'], headers.expires, now);
  if (status === 304) return { outcome: 'unchanged', maxAgeSeconds: age, validators: validatorsOf(answer) };
  if (status !== 200) return failed(`Le serveur a répondu ${status}.`, retryAfterMs(headers['retry-after'], now));
  if (answer.truncated) return failed(`Le document dépasse ${Math.round(maxBytes / 1_048_576)} Mo.`);
  const bytes = await inflated(answer, maxBytes);
  if (!bytes) return failed('Le document compressé est illisible ou trop grand une fois déplié.');
  return {
    outcome: 'got',
    bytes,
    contentType: headers['content-type'] ?? '',
    validators: validatorsOf(answer),
    maxAgeSeconds: age,
    link: headers.link ?? '',
    url,
    movedTo,
  };
};

/** Stops at the limit, however small the bomb was; null then, and for what is no gzip. */
const inflated = async ({ bytes, headers }: Answered, maxBytes: number): Promise<Buffer | null> => {
  const coding = headers['content-encoding']?.trim().toLowerCase();
  if (!coding || coding === 'identity') return bytes;
  if (coding !== 'gzip' && coding !== 'x-gzip') return null;
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of Readable.from([bytes]).pipe(createGunzip()) as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > maxBytes) return null;
      parts.push(part);
    }
  } catch {
    return null;
  }
  return Buffer.concat(parts);
};
