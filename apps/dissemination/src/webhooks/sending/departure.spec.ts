import { describe, expect, it } from 'vitest';
import { deliveryId } from '../../ledger/ledger.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import { departureOf, rowsIn } from './departure.ts';

const at = new Date('2026-03-02T09:00:00Z');
const aRow = (cause: string, recipient: string, sequence: number, more: object = {}): WebhookDelivery => ({
  _id: deliveryId(cause, 'webhook', recipient),
  channel: 'webhook',
  cause,
  recipient,
  type: 'resource.published',
  state: 'pending',
  attempts: 0,
  dueAt: at,
  createdAt: at,
  resource: 'r1',
  version: 1,
  title: 'Tenir une assemblée',
  partition: 2,
  fence: 3,
  sequence,
  log: [],
  ...more,
});

describe('A departure', () => {
  it('stands for its rows: the next holder has the same, with the same numbers, under its own lease', () => {
    const rows = [aRow('c1', 'a', 7), aRow('c1', 'b', 2), aRow('c2', 'a', 8)];
    const later = aRow('c2', 'b', 3, { state: 'held', follows: true });
    const departure = departureOf([...rows, later], new Set([later._id]), at);
    const kept = rowsIn(JSON.parse(JSON.stringify(departure)), 2, 4);
    const told = ({ _id, sequence, title, state, fence }: WebhookDelivery) => [_id, sequence, title, state, fence];
    expect(kept.map(told)).toEqual([...rows, later].map((row) => told({ ...row, fence: 4 })));
    expect(kept.at(-1)).toMatchObject({ follows: true });
  });

  it('says what it is about once, however many get it', () => {
    const rows = Array.from({ length: 500 }, (_, index) => aRow('c1', `endpoint-${index}`, 1));
    const { about, to } = departureOf(rows, new Set(), at);
    expect([about.length, to.length]).toEqual([1, 500]);
    // Sixty-four bytes each: a plan for thousands stays far from the 16 MB of a document.
    expect(JSON.stringify(to).length).toBeLessThan(500 * 64);
  });
});
