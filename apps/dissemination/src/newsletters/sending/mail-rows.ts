import { Injectable } from '@nestjs/common';
import { Together } from '#persistence';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { type MailDelivery, mostADay } from '../mail-delivery.ts';

/** Who had how many mails. */
type Counts = Map<string, number>;
type Whose = Pick<MailDelivery, 'person' | 'recipient'>;

/**
 * The rows of mails, for those who send them: always for many at a time, because the database asks as much for one row as
 * for fifty. A row that somebody reserved carries their claim, and is due again when they say nothing for too long.
 */
@Injectable()
export class MailRows {
  private readonly fresh = new Together<string, MailDelivery | null>(async (ids) => {
    const found = await this.find({ _id: { $in: [...ids] }, ...waiting });
    const byId = new Map(found.map((row) => [row._id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });

  constructor(private readonly ledger: LedgerRepository) {}

  /** What is due, the oldest first; also what others reserved and were too slow with. */
  async due<Row>(now: Date, most: number): Promise<Row[]> {
    const looked = { person: 1, recipient: 1, kind: 1, tells: 1, claim: 1 } as const;
    return this.ledger.deliveries
      .find({ channel: 'mail', state: 'pending', dueAt: { $lte: now } } as never, looked)
      .sort({ dueAt: 1 })
      .limit(most)
      .lean<Row[]>();
  }

  /** @param due as they were seen, with the claim that is over if they had one. @returns those that are ours now */
  async reserve(claim: string, due: readonly Pick<MailDelivery, '_id' | 'claim'>[], now: Date, until: Date) {
    const ids = due.map(({ _id }) => _id);
    const lapsed = due.flatMap((row) => row.claim ?? []);
    const free = { _id: { $in: ids }, ...waiting, dueAt: { $lte: now }, claim: { $in: [null, ...lapsed] } };
    const { modifiedCount } = await this.update(free, { $set: { claim, dueAt: until } });
    if (modifiedCount === ids.length) return new Set(ids);
    const ours = await this.find({ _id: { $in: ids }, claim });
    return new Set(ours.map(({ _id }) => _id));
  }

  /** The row as it is at this moment; null when it is to be sent no more, or is another's. */
  async reserved(claim: string, id: string): Promise<MailDelivery | null> {
    const row = await this.fresh.ask(id);
    return row?.claim === claim ? row : null;
  }

  async allReserved(claim: string, ids: readonly string[]): Promise<MailDelivery[]> {
    return ids.length ? this.find({ _id: { $in: [...ids] }, claim, ...waiting }) : [];
  }

  async keep(claim: string, ids: readonly string[], until: Date): Promise<void> {
    if (ids.length) await this.update({ _id: { $in: [...ids] }, claim, ...waiting }, { $set: { dueAt: until } });
  }

  async release(claim: string, ids: readonly string[], dueAt: Date, why: Partial<MailDelivery> = {}): Promise<void> {
    if (ids.length === 0) return;
    const ours = { _id: { $in: [...ids] }, claim, ...waiting };
    await this.update(ours, { $set: { dueAt, ...why }, $unset: { claim: '' } });
  }

  /** Whatever became of the row meanwhile: it has left. */
  async sent(claim: string, ids: readonly string[], doneAt: Date): Promise<void> {
    if (ids.length === 0) return;
    const sent = { $set: { state: 'sent', doneAt }, $inc: { attempts: 1 }, $unset: { claim: '', lastReason: '' } };
    await this.update({ _id: { $in: [...ids] }, claim }, sent);
  }

  /** Only while it is ours to say. */
  async mark(claim: string, _id: string, changes: Partial<MailDelivery>): Promise<void> {
    await this.update({ _id, claim, ...waiting }, { $set: changes, $unset: { claim: '' } });
  }

  /** What builds before the flight log had in the air, once nobody sends it any more: nothing else is in that state. */
  async leftInTheAir(now: Date): Promise<MailDelivery[]> {
    return this.find({ channel: 'mail', state: 'sending', dueAt: { $lte: now } });
  }

  /** Only as it was seen. */
  async landAgain({ _id, claim }: MailDelivery, changes: Partial<MailDelivery>): Promise<void> {
    await this.update({ _id, claim: claim ?? null, state: 'sending' }, { $set: changes, $unset: { claim: '' } });
  }

  /** How many each of these people was told things by since then, and each of these members; who had none is not there. */
  async sentSince(since: Date, readers: readonly Whose[], members: readonly Whose[]): Promise<Counts> {
    const [toReaders, toMembers] = await Promise.all([
      this.count('person', [...new Set(readers.map(({ person }) => person))], since, { tells: { $gt: '' } }),
      this.count('recipient', [...new Set(members.map(({ recipient }) => recipient))], since, { channel: 'mail' }),
    ]);
    return new Map([...toReaders, ...toMembers]);
  }

  private async count(by: 'person' | 'recipient', whose: readonly string[], since: Date, what: object) {
    if (whose.length === 0) return [];
    const counts = await this.ledger.deliveries.aggregate<{ _id: string; count: number }>([
      { $match: { [by]: { $in: [...whose] }, ...what, state: 'sent', doneAt: { $gte: since } } },
      { $group: { _id: `$${by}`, count: { $sum: 1 } } },
    ]);
    return counts.map(({ _id, count }) => [_id, Math.min(count, mostADay)] as const);
  }

  private async find(where: object): Promise<MailDelivery[]> {
    return this.ledger.deliveries.find(where as never).lean<MailDelivery[]>();
  }

  private update(where: object, changes: object) {
    return this.ledger.deliveries.collection.updateMany(where as never, changes as never);
  }
}

const waiting = { state: 'pending' } as const;
