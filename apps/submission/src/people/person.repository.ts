import { Injectable } from '@nestjs/common';
import { type Announcement, announce, memberChanged } from '#contracts';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import type { Person } from './person.ts';

@Injectable()
export class PersonRepository {
  readonly store: AggregateStore<Person>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Person>(database, relay, 'people', [
      [{ email: 1 }, { unique: true }],
      [{ 'grants.network': 1 }],
    ]);
    this.store.reannounces((person) => [this.told(person)]);
  }

  async findByEmail(email: string): Promise<Person | null> {
    return this.store.findOne({ email });
  }

  async membersOf(network: string): Promise<Person[]> {
    return this.store.model
      .find({ 'grants.network': network } as never, { outbox: 0, relay: 0 })
      .sort({ _id: 1 })
      .lean<Person[]>();
  }

  async facilitatorsOf(network: string): Promise<string[]> {
    const members = await this.membersOf(network);
    const facilitates = ({ grants }: Person) =>
      grants.some((grant) => grant.role === 'facilitator' && grant.network === network);
    return members.filter(facilitates).map(({ _id }) => _id);
  }

  async operators(): Promise<string[]> {
    const found = await this.store.model
      .find({ 'grants.role': 'operator' } as never, { _id: 1 })
      .limit(50)
      .lean<Person[]>();
    return found.map(({ _id }) => _id);
  }

  async byIds(ids: readonly string[]): Promise<Person[]> {
    return this.store.model.find({ _id: { $in: [...ids] } } as never, { outbox: 0, relay: 0 }).lean<Person[]>();
  }

  async add(person: Omit<Person, 'v'>, now: Date, ...more: Announcement[]): Promise<Person> {
    return this.store.insert(person, now, this.told(person), ...more);
  }

  async change(seen: Person, edits: Partial<Person>, now: Date, ...more: Announcement[]): Promise<Person> {
    return this.store.save(seen, edits, now, this.told({ ...seen, ...edits }), ...more);
  }

  private told({ _id, grants }: Pick<Person, '_id' | 'grants'>) {
    return announce(memberChanged, { personId: _id, grants: [...grants] });
  }
}
