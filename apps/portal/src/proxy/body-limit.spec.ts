import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { limitedBody } from './body-limit.ts';
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
