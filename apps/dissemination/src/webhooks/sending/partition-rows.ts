import type { Lease } from '#persistence';
import type { LedgerRepository } from '../../ledger/ledger.repository.ts';
import type { DeliveryState } from '../../ledger/ledger.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import type { Flights } from './flights.ts';

const dueBatch = 200;
const followMs = 500;

/**
 * What the ledger holds of one partition, for the holder of its lease. Marks name the lease: what an earlier holder sent
 * and marks too late changes nothing.
 */
export class PartitionRows {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly partition: number,
    private readonly lease: Lease,
    private readonly flights: Pick<Flights, 'matching'>,
  ) {}

  /** What an earlier holder had planned and not sent is due now; what is gathered waits for its hour. */
  async takeOver(): Promise<void> {
    await this.update(
      {
        partition: this.partition,
        state: 'pending',
        fence: { $lt: this.lease.fence },
        attempts: 0,
        gathered: { $ne: true },
      },
      { dueAt: new Date() },
    );
  }

  /** Makes rows due whose sending never began: left by a kill, or by a write cut short. */
  async hurry(ids: readonly string[]): Promise<void> {
    await this.update({ _id: { $in: ids }, state: 'pending', attempts: 0 }, { dueAt: new Date() });
  }

  /**
   * What is due, at most so much at a time, under our lease from here on, whoever queued it.
   *
   * @param isOurs what is being sent already, and left out.
   * @param busy endpoints that have enough to do: their backlog hides nobody else's.
   * @param shut endpoints that get only what somebody asked for at this moment.
   */
  async claimDue(
    isOurs: (id: string) => boolean,
    busy: readonly string[],
    shut: readonly string[] = [],
  ): Promise<{ rows: WebhookDelivery[]; isAll: boolean }> {
    const { deliveries } = this.ledger;
    const isSpontaneous = { $or: [{ recipient: { $nin: shut } }, { sequence: { $exists: false } }, { manual: true }] };
    const due = await deliveries
      .find(
        {
          partition: this.partition,
          state: 'pending',
          dueAt: { $lte: new Date() },
          // Said only where it is needed: what the index does not have costs the development engine a look at every row.
          ...(shut.length ? isSpontaneous : {}),
          ...(busy.length ? { recipient: { $nin: busy } } : {}),
        } as never,
        { _id: 1 },
      )
      .sort({ dueAt: 1, sequence: 1 } as never)
      .limit(dueBatch)
      .lean<Pick<WebhookDelivery, '_id'>[]>();
    const ids = due.map(({ _id }) => _id).filter((id) => !isOurs(id));
    if (ids.length === 0) return { rows: [], isAll: true };
    const { fence } = this.lease;
    const pending = { _id: { $in: ids }, state: 'pending' };
    await this.update({ ...pending, fence: { $lt: fence } }, { fence });
    // Read again: what was marked since it was found due is left out.
    const rows = await deliveries
      .find({ ...pending, fence } as never)
      .sort({ dueAt: 1, sequence: 1 } as never)
      .lean<WebhookDelivery[]>();
    return { rows, isAll: ids.length < dueBatch };
  }

  /** What was held for endpoints that are active now is due. */
  async release(isActive: (endpoint: string) => boolean): Promise<void> {
    const { fence } = this.lease;
    const held = { partition: this.partition, state: 'held', dueAt: { $lte: new Date() } };
    const found = (await this.ledger.deliveries.distinct('recipient', held as never)) as unknown as string[];
    const active = found.filter(isActive);
    if (active.length === 0) return;
    const ours = { ...held, fence: { $lte: fence }, recipient: { $in: active } };
    await this.update(ours, { state: 'pending', dueAt: new Date(), fence });
  }

  /**
   * Of what is due, the ids of what must wait: something older about the same thing goes first. Each is put off until that
   * is due.
   */
  async putOffFollowers(
    due: readonly WebhookDelivery[],
    isOurs: (id: string) => boolean,
  ): Promise<ReadonlySet<string>> {
    const followers = due.filter(({ follows, manual }) => follows && !manual);
    if (followers.length === 0) return new Set();
    const resources = new Set(followers.map(({ resource }) => resource));
    // In the air first: what lands meanwhile is in the ledger then.
    const flying = this.flights.matching(({ resource }) => resources.has(resource));
    const kept = await this.ledger.deliveries
      .find({
        recipient: { $in: [...new Set(followers.map(({ recipient }) => recipient))] },
        resource: { $in: [...resources] },
        state: { $in: ['pending', 'held'] },
        _id: { $nin: due.map(({ _id }) => _id) },
      } as never)
      .lean<WebhookDelivery[]>();
    const older = [...kept, ...flying];
    const isSoon = new Set(flying.map(({ _id }) => _id));
    const waiting = new Set<string>();
    for (const row of followers) {
      const before = older.filter((other) => goesBefore(other, row));
      if (before.length === 0) continue;
      waiting.add(row._id);
      const soon = Date.now() + followMs;
      // What is in the air is marked in a moment, whatever its row says.
      const dueAt = Math.max(
        soon,
        ...before.filter(({ _id }) => !isOurs(_id) && !isSoon.has(_id)).map((other) => other.dueAt.getTime() + 1),
      );
      await this.update({ _id: row._id, state: 'pending' }, { dueAt: new Date(dueAt) });
    }
    return waiting;
  }

  /** What was in the air and is not sent now: due at the next look. */
  async keep(rows: readonly WebhookDelivery[]): Promise<void> {
    await this.ledger.insertMissing(rows.map((row) => ({ ...row, dueAt: new Date() })));
  }

  async putAside(id: string, state: Extract<DeliveryState, 'held' | 'cancelled'>): Promise<void> {
    await this.update({ _id: id, state: 'pending' }, { state });
  }

  private async update(which: object, changes: Partial<WebhookDelivery>): Promise<void> {
    await this.ledger.deliveries.updateMany(which as never, { $set: changes } as never);
  }
}

const goesBefore = (other: WebhookDelivery, row: WebhookDelivery): boolean =>
  other.recipient === row.recipient && other.resource === row.resource && (other.sequence ?? 0) < (row.sequence ?? 0);
