import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { bodyLimit, bodyLimitAt, limitedBody } from './body-limit.ts';
import { BodyTooLarge } from './proxy.problems.ts';

const body = (...chunks: string[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

describe('A body that passes through', () => {
  it('is the same when its length is announced', () => {
    const given = body('abc');
    expect(limitedBody(given, '3', 5)).toBe(given);
  });

  it('is refused at once when announced too long', () => {
    expect(() => limitedBody(body(), '6', 5)).toThrow(BodyTooLarge);
  });

  it('is counted when its length is not announced', async () => {
    await expect(text(limitedBody(body('ab', 'cde'), undefined, 5))).resolves.toBe('abcde');
    await expect(text(limitedBody(body('abc', 'def'), undefined, 5))).rejects.toThrow(BodyTooLarge);
  });
});

describe('How much may be sent', () => {
  it.each([
    ['POST', '/api/v1/contributions/01-abc/attachments', 25_065_536],
    ['POST', '/api/v1/contributions/import', 5 * 1024 * 1024],
    ['POST', '/api/v1/contributions', bodyLimit],
    ['PATCH', '/api/v1/contributions/01-abc/attachments/02', bodyLimit],
    ['POST', '/api/v1/contributions/a/b/attachments', bodyLimit],
  ])('%s %s', (method, path, limit) => {
    expect(bodyLimitAt(method, path, 25)).toBe(limit);
  });
});
