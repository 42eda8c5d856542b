import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { ConcurrentChange, Database, isDuplicateKey, Together } from '#persistence';
import type { Frequency } from './rhythm.ts';
import type { Changes, Subscriber, Subscription } from './subscriber.ts';

/** A subscription with whose it is: what a mail is written for. */
export interface Addressed {
  readonly person: string;
  readonly email: string;
  readonly owner?: string | undefined;
  readonly subscription: Subscription;
}

const attempts = 20;
const forMail = { consent: 0 } as const;

/** People who receive, or asked to. Each is one document: every change of theirs is one write. */
@Injectable()
export class SubscriberRepository {
  readonly people: Model<Subscriber>;
  private readonly forMails = new Together<string, Subscriber | null>(async (ids) => {
    const found = await this.people.find({ _id: { $in: [...ids] } } as never, forMail).lean<Subscriber[]>();
    const byId = new Map(found.map((person) => [person._id, person]));
    return ids.map((id) => byId.get(id) ?? null);
  });

  constructor(database: Database) {
    const schema = new Schema({ _id: String }, { strict: false, strictQuery: false });
    schema.index({ 'subscriptions.id': 1 });
    schema.index({ 'subscriptions.nextAt': 1 });
    schema.index({ 'subscriptions.frequency': 1 });
    this.people = database.model<Subscriber>('subscribers', schema);
  }

  async find(person: string): Promise<Subscriber | null> {
    return this.people.findById(person).lean<Subscriber>();
  }

  async findBySubscription(id: string): Promise<Subscriber | null> {
    return this.people.findOne({ 'subscriptions.id': id } as never).lean<Subscriber>();
  }

  /** Null when its person was erased. */
  async address(id: string): Promise<Addressed | null> {
    return addressed(await this.people.findOne({ 'subscriptions.id': id } as never, forMail).lean<Subscriber>(), id);
  }

  /** The same for a mail to them: asked for by many at once, it is one look. */
  async addressFor(person: string, id: string): Promise<Addressed | null> {
    return addressed(await this.forMails.ask(person), id);
  }

  /** A person without any subscription yet, unless they are there. */
  async findOrMake(person: string, email: string, now: Date, owner?: string): Promise<Subscriber> {
    const whose = owner ? { email, owner } : { email };
    const made: Subscriber = { _id: person, v: 1, ...whose, createdAt: now, subscriptions: [], consent: [] };
    const known = await this.find(person);
    if (known) return known;
    try {
      await this.people.collection.insertOne({ ...made } as never);
      return made;
    } catch (error) {
      // Somebody asked for the same address at this very moment.
      const other = isDuplicateKey(error) && (await this.find(person));
      if (other) return other;
      throw error;
    }
  }

  async add(person: Subscriber): Promise<void> {
    await this.people.collection.insertOne({ ...person } as never);
  }

  /** @throws ConcurrentChange when somebody wrote since `seen` was read. */
  async save(seen: Subscriber, { subscriptions, consent }: Changes): Promise<Subscriber> {
    const changes = { subscriptions, consent, v: seen.v + 1 };
    const { matchedCount } = await this.people.collection.updateOne({ _id: seen._id, v: seen.v } as never, {
      $set: changes as never,
    });
    if (matchedCount === 0) throw new ConcurrentChange(seen._id, seen.v);
    return { ...seen, ...changes };
  }

  /** What digests told, and when the next is due: beside the consent, which may be long and does not move. */
  async savePlan(seen: Pick<Subscriber, '_id' | 'v'>, subscriptions: readonly Subscription[]): Promise<boolean> {
    const { matchedCount } = await this.people.collection.updateOne({ _id: seen._id, v: seen.v } as never, {
      $set: { subscriptions, v: seen.v + 1 } as never,
    });
    return matchedCount === 1;
  }

  /** Reads, decides, saves; and again from the start whenever somebody else was first. Null when there is nobody. */
  async change(
    find: () => Promise<Subscriber | null>,
    decide: (person: Subscriber) => Changes | null,
  ): Promise<Subscriber | null> {
    for (let attempt = 1; ; attempt += 1) {
      const person = await find();
      const changes = person && decide(person);
      if (!person || !changes) return person;
      try {
        return await this.save(person, changes);
      } catch (error) {
        if (!(error instanceof ConcurrentChange) || attempt === attempts) throw error;
      }
    }
  }

  async erase(person: string): Promise<void> {
    await this.people.deleteOne({ _id: person } as never);
  }

  /** Unless somebody wrote since that version. */
  async eraseEmpty(person: string, v: number): Promise<void> {
    await this.people.deleteOne({ _id: person, v } as never);
  }

  /** Whoever asked before then for something that they do not receive, or made a beginning of it. */
  forgettable(before: Date): AsyncIterable<Subscriber> {
    const isOlder = { $lt: before };
    const unconfirmed = { $elemMatch: { status: 'pending', askedAt: isOlder } };
    const ended = { $elemMatch: { status: 'unsubscribed', endedAt: isOlder } };
    const nothing = { subscriptions: { $size: 0 }, createdAt: isOlder };
    return this.reading({ $or: [{ subscriptions: unconfirmed }, { subscriptions: ended }, nothing] });
  }

  /** Everybody who receives in a rhythm, read as it goes: their number costs no memory. */
  receiving(frequency: Frequency): AsyncIterable<Subscriber> {
    return this.reading({ subscriptions: { $elemMatch: { frequency, status: 'confirmed' } } });
  }

  /** Everybody who receives, in any rhythm. */
  receivingAnything(): AsyncIterable<Subscriber> {
    return this.reading({ 'subscriptions.status': 'confirmed' });
  }

  /** Everybody with a digest to come by then. */
  due(now: Date): AsyncIterable<Subscriber> {
    return this.reading({ 'subscriptions.nextAt': { $gt: new Date(0), $lte: now } });
  }

  private reading(where: Record<string, unknown>): AsyncIterable<Subscriber> {
    return this.people
      .find(where as never, forMail)
      .sort({ _id: 1 })
      .lean<Subscriber[]>()
      .cursor({ batchSize: 500 }) as never;
  }
}

const addressed = (person: Subscriber | null, id: string): Addressed | null => {
  const subscription = person?.subscriptions.find((one) => one.id === id);
  return person && subscription ? { person: person._id, email: person.email, owner: person.owner, subscription } : null;
};
