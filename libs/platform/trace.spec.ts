import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { currentTraceId, currentTraceparent, inTrace, traceparentOf } from '#platform';

const given = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('A traceparent', () => {
  it('is kept when it is well-formed', () => expect(traceparentOf(given)).toBe(given));

  it.each([
    undefined,
    '',
    'x',
    [given],
    given.toUpperCase(),
    ` ${given}`,
    `${given}\r\nx: y`,
    given.replace('0af7651916cd43dd8448eb211c80319c', '0'.repeat(32)),
    given.replace('b7ad6b7169203331', '0'.repeat(16)),
    given.slice(0, -1),
  ])('that is %j is replaced by a new one', (malformed) => {
    const made = traceparentOf(malformed);
    expect(made).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(traceparentOf(malformed)).not.toBe(made);
  });

  it('follows the work it was given to, and no other', async () => {
    const other = traceparentOf();
    const seen = (traceparent: string) =>
      inTrace(traceparent, async () => {
        await nextTurn();
        return [currentTraceparent(), currentTraceId()];
      });
    expect(await Promise.all([seen(given), seen(other)])).toEqual([
      [given, '0af7651916cd43dd8448eb211c80319c'],
      [other, other.slice(3, 35)],
    ]);
    expect(currentTraceparent()).toBeUndefined();
  });
});
