import { Logger } from '@nestjs/common';
import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import type { LedgerRepository } from '../../ledger/ledger.repository.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import { DeliveryMarks } from './delivery-marks.ts';
import type { Ending } from './ending.ts';

const delivered: Ending = {
  outcome: 'delivered',
  attempt: { at: new Date(), status: 204, latencyMs: 1, answer: '', error: null },
};
const aRow = (id: number, fence = 1) => ({ _id: String(id), fence }) as WebhookDelivery;
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A ledger that writes when it is told to. */
const aLedger = () => {
  const writes: { ids: string[]; end: PromiseWithResolvers<void> }[] = [];
  const updateMany = ({ _id }: { _id: { $in: string[] } }) => {
    const end = Promise.withResolvers<void>();
    writes.push({ ids: _id.$in, end });
    return end.promise;
  };
  const inserted: WebhookDelivery[][] = [];
  const insertMissing = async (rows: WebhookDelivery[]) => void (rows.length && inserted.push(rows));
  const ledger = { insertMissing, deliveries: { collection: { updateMany } } } as unknown as LedgerRepository;
  return { writes, inserted, marks: new DeliveryMarks(ledger) };
};

describe('Marks of what was sent', () => {
  it('are written at once, and those that come meanwhile together in the next write', async () => {
    const { writes, marks } = aLedger();
    const all = [1, 2, 3].map((id) => marks.add(aRow(id), delivered));
    expect(writes.map(({ ids }) => ids)).toEqual([['1']]);
    writes[0]?.end.resolve();
    await settle();
    expect(writes.map(({ ids }) => ids)).toEqual([['1'], ['2', '3']]);
    writes[1]?.end.resolve();
    await Promise.all(all);
  });

  it('of rows that the ledger does not have are the rows themselves, as they ended', async () => {
    const { writes, inserted, marks } = aLedger();
    const again: Ending = { outcome: 'retry', attempt: delivered.attempt, dueAt: new Date(0), patienceUntil: null };
    await Promise.all([marks.add(aRow(1), delivered, true), marks.add(aRow(2), again, true)]);
    expect(inserted.flat()).toMatchObject([
      { _id: '1', state: 'sent', attempts: 1, log: [delivered.attempt] },
      { _id: '2', state: 'pending', attempts: 1, dueAt: new Date(0) },
    ]);
    expect(writes).toEqual([]);
  });

  it('name the lease that each was sent under', async () => {
    const { writes, marks } = aLedger();
    void marks.add(aRow(1), delivered);
    void marks.add(aRow(2), delivered);
    void marks.add(aRow(3, 7), delivered);
    writes[0]?.end.resolve();
    await settle();
    expect(writes.slice(1).map(({ ids }) => ids)).toEqual([['2'], ['3']]);
  });

  it('let nothing more leave while twenty wait: that is what a kill would repeat', async () => {
    const { writes, marks } = aLedger();
    for (let id = 1; id <= 20; id += 1) void marks.add(aRow(id), delivered);
    let hasRoom = false;
    void marks.room().then(() => {
      hasRoom = true;
    });
    await settle();
    expect(hasRoom).toBe(false);
    writes[0]?.end.resolve();
    await settle();
    expect(hasRoom).toBe(true);
  });

  it('wait for a database that is away, and give up on what it refuses: that is sent again', async () => {
    Logger.overrideLogger(false);
    const { writes, marks } = aLedger();
    const marked = marks.add(aRow(1), delivered);
    writes[0]?.end.reject(new mongo.MongoNetworkError('connection closed'));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(writes).toHaveLength(2);
    writes[1]?.end.reject(new Error('refused'));
    await marked;
    expect(writes).toHaveLength(2);
  });
});
