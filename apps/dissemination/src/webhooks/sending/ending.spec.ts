import { describe, expect, it } from 'vitest';
import type { OutboundOutcome } from '#outbound-http';
import { type Ending, endingOf } from './ending.ts';

const start = new Date('2026-03-02T08:00:00Z');
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const answered = (status: number, headers: Record<string, string> = {}): OutboundOutcome => ({
  outcome: 'answered',
  status,
  headers,
  body: 'é'.repeat(2_000),
  bytes: Buffer.alloc(0),
  truncated: false,
  latencyMs: 12.4,
});
const middle = 0.5;
const first = (status: number, headers?: Record<string, string>) =>
  endingOf(answered(status, headers), 0, start, middle);

describe('How a delivery ends', () => {
  it('F17: the whole schedule by a clock that is told: at once, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h, and no more', () => {
    let now = start;
    const waits: number[] = [];
    let ending: Ending | undefined;
    let attempts = 0;
    for (; attempts < 100 && ending?.outcome !== 'failed'; attempts += 1) {
      ending = endingOf({ outcome: 'failed', code: 'timeout', detail: '', latencyMs: 15_000 }, attempts, now, middle);
      if (ending.outcome !== 'retry') continue;
      waits.push(ending.dueAt.getTime() - now.getTime());
      now = ending.dueAt;
    }
    expect(waits).toEqual([5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour]);
    expect(attempts).toBe(8);
    expect(ending).toMatchObject({ outcome: 'failed', isTheirs: true });
  });

  it('F17: each wait is a fifth longer or shorter, at random', () => {
    const wait = (random: number) => {
      const ending = endingOf(answered(500), 1, start, random);
      return ending.outcome === 'retry' && ending.dueAt.getTime() - start.getTime();
    };
    expect([wait(0), wait(1)]).toEqual([4 * minute, 6 * minute]);
  });

  it.each([200, 201, 204, 299])('%d is taken', (status) => expect(first(status).outcome).toBe('delivered'));

  it.each([100, 300, 301, 302, 307, 400, 401, 404, 413, 429, 500, 502, 503, 504])('%d is tried again', (status) => {
    expect(first(status).outcome).toBe('retry');
  });

  it('410 ends the endpoint, and so does a receiver that says so; one may also refuse a single message', () => {
    expect(first(410).outcome).toBe('gone');
    expect(first(200, { 'webhook-delivery': 'disable' }).outcome).toBe('gone');
    expect(first(500, { 'webhook-delivery': ' Abort-Message ' })).toMatchObject({ outcome: 'failed', isTheirs: false });
  });

  it.each([
    [429, undefined, minute],
    [429, '7', 7 * second],
    [503, '120', 2 * minute],
    [503, undefined, null],
    [500, '120', null],
    [429, '9999999', 24 * hour],
  ])('%d with Retry-After %s makes the whole endpoint wait %s ms', (status, header, ms) => {
    const ending = first(status, header ? { 'retry-after': header } : {});
    const until = ending.outcome === 'retry' ? ending.patienceUntil : undefined;
    expect(until && until.getTime() - start.getTime()).toBe(ms);
  });

  it('comes no sooner than the receiver asked, and within a day', () => {
    const due = (header: string) => {
      const ending = first(503, { 'retry-after': header });
      return ending.outcome === 'retry' && ending.dueAt.getTime() - start.getTime();
    };
    expect([due('1'), due('3600'), due('Mon, 02 Mar 2026 09:00:00 GMT'), due('999999'), due('never')]).toEqual([
      5 * second,
      hour,
      hour,
      24 * hour,
      5 * second,
    ]);
  });

  it('keeps the beginning of the answer, as text, and none of its headers (F28)', () => {
    const { attempt } = first(500, { 'x-internal': 'metadata', 'set-cookie': 'session=1' });
    expect(attempt).toEqual({ at: start, status: 500, latencyMs: 12, error: null, answer: 'é'.repeat(1_000) });
  });
});
