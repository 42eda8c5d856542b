import type { Model } from 'mongoose';
import { newId, Together } from '#persistence';
import type { StampedEvent } from './cloud-event.ts';

/** What the relay sees of an aggregate. */
export interface WithOutbox {
  _id: string;
  outbox: StampedEvent[];
  relay?: { by: string; until: Date };
}

/** An aggregate that is one relay's to publish for, until its claim lapses. */
export interface Claim {
  readonly id: string;
  readonly by: string;
  readonly outbox: readonly StampedEvent[];
}

interface Departure {
  readonly claim: Claim;
  readonly eventId: string;
  /** Of what was claimed: the claim ends with it. */
  readonly isLast: boolean;
}

const claimMs = 15_000;

/**
 * Who publishes for which aggregate of a collection, one relay at a time, and what has left its outbox. Each is asked for
 * alone and guarded by the document that it concerns; what is asked for at the same time is one command.
 */
export class OutboxClaims {
  private readonly claims = new Together<string, Claim | null>((ids) => this.claimAll(ids));
  private readonly departures = new Together<Departure, boolean>((all) => this.departAll(all));

  constructor(private readonly collection: Model<WithOutbox>) {}

  /** @returns null when it has nothing to say, or when somebody else holds it. */
  claim(id: string): Promise<Claim | null> {
    return this.claims.ask(id);
  }

  /**
   * Takes an event out that JetStream has stored; with the last of what was claimed, the claim is given back. A claim that was
   * lost meanwhile leaves that event to whoever has it now: the stream drops it as a duplicate.
   *
   * @returns whether the aggregate has something to say again, once it is given back: whoever announced it found our claim,
   * and left it to us.
   */
  depart(departure: Departure): Promise<boolean> {
    return this.departures.ask(departure);
  }

  /** What is left is anybody's. */
  async giveUp({ id, by }: Claim): Promise<void> {
    await this.collection.updateOne({ _id: id, 'relay.by': by }, { $unset: { relay: 1 } });
  }

  private async claimAll(ids: readonly string[]): Promise<(Claim | null)[]> {
    const [by, now] = [newId(), new Date()];
    const claimed = await this.mark([...new Set(ids)], { by, until: new Date(now.getTime() + claimMs) }, now);
    const claims = new Map(claimed.map(({ _id, outbox }) => [String(_id), { id: String(_id), by, outbox }]));
    return ids.map((id) => {
      const claim = claims.get(id) ?? null;
      // Asked for twice at once: one of the two has it.
      claims.delete(id);
      return claim;
    });
  }

  private async mark(ids: readonly string[], relay: WithOutbox['relay'], now: Date): Promise<WithOutbox[]> {
    const free = {
      _id: { $in: [...ids] },
      'outbox.id': { $gt: '' },
      $or: [{ 'relay.until': { $exists: false } }, { 'relay.until': { $lt: now } }],
    };
    const [only, ...others] = ids;
    if (others.length === 0) {
      const asked = this.collection.findOneAndUpdate({ ...free, _id: only }, { $set: { relay } }, after);
      const found = await asked.lean<WithOutbox>();
      return found ? [found] : [];
    }
    const { matchedCount } = await this.collection.updateMany(free, { $set: { relay } });
    if (matchedCount === 0) return [];
    return this.collection.find({ _id: { $in: [...ids] }, 'relay.by': relay?.by }, { outbox: 1 }).lean<WithOutbox[]>();
  }

  private async departAll(all: readonly Departure[]): Promise<boolean[]> {
    const [only, ...others] = all;
    if (only?.isLast && others.length === 0) return [await this.departAlone(only)];
    const [last, more] = [all.filter(({ isLast }) => isLast), all.filter(({ isLast }) => !isLast)];
    if (more.length) await this.collection.updateMany({ _id: { $in: idsOf(more) } }, pulling(more) as never);
    if (last.length === 0) return all.map(() => false);
    for (const [by, theirs] of Map.groupBy(last, ({ claim }) => claim.by)) {
      const held = { _id: { $in: idsOf(theirs) }, 'relay.by': by };
      await this.collection.updateMany(held, { ...pulling(theirs), $unset: { relay: 1 } } as never);
    }
    const again = { _id: { $in: idsOf(last) }, 'outbox.id': { $gt: '' } };
    const left = await this.collection.find(again, { _id: 1 }).lean();
    const ids = new Set(left.map(({ _id }) => String(_id)));
    return all.map(({ claim, isLast }) => isLast && ids.has(claim.id));
  }

  private async departAlone(departure: Departure): Promise<boolean> {
    const { id, by } = departure.claim;
    const left = await this.collection
      .findOneAndUpdate({ _id: id, 'relay.by': by }, { ...pulling([departure]), $unset: { relay: 1 } } as never, after)
      .lean<WithOutbox>();
    return left !== null && left.outbox.length > 0;
  }
}

const after = { returnDocument: 'after', projection: { outbox: 1 } } as const;

const idsOf = (departures: readonly Departure[]): string[] => departures.map(({ claim }) => claim.id);

/** No event has the id of another, so that one update serves them all. */
const pulling = (departures: readonly Departure[]) => ({
  $pull: { outbox: { id: { $in: departures.map(({ eventId }) => eventId) } } },
});
