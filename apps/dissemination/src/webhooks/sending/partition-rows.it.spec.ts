import { describe, expect, it } from 'vitest';
import { mongoForThisFile } from '../../../../../test/support/engines.ts';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import { DeliveryMarks } from './delivery-marks.ts';
import type { Ending } from './ending.ts';
import { PartitionRows } from './partition-rows.ts';

const aRow = (fields: Partial<WebhookDelivery> = {}): WebhookDelivery => ({
  _id: 'event|webhook|e1',
  channel: 'webhook',
  cause: 'event',
  recipient: 'e1',
  type: 'resource.published',
  state: 'pending',
  attempts: 0,
  dueAt: new Date(Date.now() - 1_000),
  createdAt: new Date(),
  partition: 0,
  fence: 1,
  log: [],
  ...fields,
});
const delivered: Ending = {
  outcome: 'delivered',
  attempt: { at: new Date(), status: 204, latencyMs: 3, answer: '$ok', error: null },
};
const leased = (fence: number) => ({ name: 'webhooks-0', holder: `holder ${fence}`, fence });

describe('The rows of a partition', () => {
  const { aDatabase } = mongoForThisFile();
  const aLedger = async (...rows: WebhookDelivery[]) => {
    const ledger = await aDatabase((database) => new LedgerRepository(database));
    await ledger.add(rows);
    const holder = (fence: number) => new PartitionRows(ledger, 0, leased(fence), { matching: () => [] });
    const find = async (id = 'event|webhook|e1') => (await ledger.find<WebhookDelivery>(id)) as WebhookDelivery;
    const claimed = async (rows: PartitionRows) => (await rows.claimDue(() => false, [])).rows.map(({ _id }) => _id);
    return { ledger, holder, find, claimed, marks: new DeliveryMarks(ledger) };
  };

  it('are marked once sent, whoever queued them: a ping or a retry that somebody asked for comes once', async () => {
    const { holder, marks, find, claimed } = await aLedger(aRow({ fence: 0 }));
    const { rows } = await holder(3).claimDue(() => false, []);
    expect(rows).toMatchObject([{ fence: 3 }]);
    for (const row of rows) await marks.add(row, delivered);
    expect(await find()).toMatchObject({ state: 'sent', attempts: 1, log: [{ status: 204, answer: '$ok' }] });
    expect(await claimed(holder(3))).toEqual([]);
  });

  it('are no more an earlier holder’s to claim or to mark once a later one has claimed them', async () => {
    const { holder, marks, find, claimed } = await aLedger(aRow());
    const [asSeenBefore] = (await holder(1).claimDue(() => false, [])).rows;
    expect(await claimed(holder(2))).toHaveLength(1);
    expect(await claimed(holder(1))).toEqual([]);
    await marks.add(asSeenBefore as WebhookDelivery, { ...delivered, outcome: 'failed', isTheirs: true });
    expect(await find()).toMatchObject({ state: 'pending', attempts: 0, fence: 2 });
  });

  it('that were planned and not sent by an earlier holder are due at once; what waits for its retry still waits', async () => {
    const later = new Date(Date.now() + 60_000);
    const { holder, claimed } = await aLedger(
      aRow({ dueAt: later }),
      aRow({ _id: 'event|webhook|e2', recipient: 'e2', dueAt: later, attempts: 1 }),
    );
    expect(await claimed(holder(2))).toEqual([]);
    await holder(2).takeOver();
    expect(await claimed(holder(2))).toEqual(['event|webhook|e1']);
  });

  it('that are being sent are left alone', async () => {
    const { holder } = await aLedger(aRow());
    expect(await holder(1).claimDue(() => true, [])).toEqual({ rows: [], isAll: true });
  });

  it('keep each its own ending when many are marked together', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `event|webhook|e${index}`);
    const { holder, marks, find } = await aLedger(...ids.map((id) => aRow({ _id: id, recipient: id })));
    const { rows } = await holder(1).claimDue(() => false, []);
    const dueAt = new Date('2030-01-01T00:00:00.000Z');
    const endingOf = (row: WebhookDelivery): Ending => {
      const attempt = { ...delivered.attempt, latencyMs: Number(row.recipient.slice(15)) };
      return attempt.latencyMs % 2
        ? { outcome: 'retry', attempt, dueAt, patienceUntil: null }
        : { outcome: 'delivered', attempt };
    };
    await Promise.all(rows.map((row) => marks.add(row, endingOf(row))));
    expect(await find('event|webhook|e7')).toMatchObject({ state: 'pending', dueAt, log: [{ latencyMs: 7 }] });
    expect(await find('event|webhook|e8')).toMatchObject({ state: 'sent', log: [{ latencyMs: 8 }] });
  });
});
