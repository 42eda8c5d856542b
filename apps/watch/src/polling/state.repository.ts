import { Injectable } from '@nestjs/common';
import type { Announcement } from '#contracts';
import { AggregateStore, OutboxRelay, type PreparedSave } from '#messaging';
import { ConcurrentChange, Database, isDuplicateKey, Together } from '#persistence';
import { hostOf, isPolled, type Source } from '../sources/source.ts';
import { type FetchState, newState } from './fetch-state.ts';

/** An answer of “nothing new”, to be written down with others. */
export interface Unchanged {
  readonly state: FetchState;
  readonly changes: Partial<FetchState>;
}

const lookedThrough = 8;

@Injectable()
export class StateRepository {
  readonly store: AggregateStore<FetchState>;
  private readonly endings = new Together<PreparedSave, boolean>(async (saves) => {
    const kept = await this.store.saveAll(saves);
    return saves.map(() => kept === saves.length);
  });

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<FetchState>(database, relay, 'fetches', [
      [{ dueAt: 1, host: 1 }],
      [{ host: 1, dueAt: 1 }],
    ]);
  }

  async of(source: string): Promise<FetchState | null> {
    return this.store.find(source);
  }

  async ofAll(sources: readonly string[]): Promise<Map<string, FetchState>> {
    const found = await this.store.model
      .find({ _id: { $in: sources } } as never, { outbox: 0, relay: 0 })
      .lean<FetchState[]>();
    return new Map(found.map((state) => [state._id, state]));
  }

  /** Follows what people say of a source: where it is, and whether it is read at all. */
  async follow(source: Source, now: Date): Promise<void> {
    const host = source.url ? hostOf(source.url) : '';
    const isDue = isPolled(source);
    await this.store.change(async () => {
      const known = await this.store.find(source._id);
      if (!known) {
        const made = { ...newState, _id: source._id, source: source._id, host, since: now.toISOString() };
        await this.store.insert({ ...made, dueAt: isDue ? now : null }, now).catch((error: unknown) => {
          throw isDuplicateKey(error) ? new ConcurrentChange(source._id, 0) : error;
        });
        return;
      }
      const hasMoved = known.host !== host;
      if (!hasMoved && (known.dueAt !== null) === isDue) return;
      // Another address owes nothing to the validators of the last one.
      const afresh = hasMoved ? { host, validators: {}, bodyHash: null, position: null } : {};
      await this.store.save(known, { ...afresh, dueAt: isDue ? now : null }, now);
    });
  }

  /** Those that name a hub, and are read. */
  async withHub(): Promise<FetchState[]> {
    return this.store.model
      .find({ 'hub.url': { $gt: '' }, dueAt: { $ne: null } } as never, { outbox: 0, relay: 0 })
      .limit(5_000)
      .lean<FetchState[]>();
  }

  /** A hub tells of its changes until then; null: none does. */
  async pushedUntil(source: string, until: Date | null): Promise<void> {
    const changes = { pushedUntil: until?.toISOString() ?? null, missedPushes: 0 };
    await this.store.model.collection.updateOne({ _id: source } as never, {
      $set: changes as never,
      $inc: { v: 1 } as never,
    });
  }

  /** A hub said that there is something new. */
  async pushed(source: string, now: Date): Promise<void> {
    await this.store.model.collection.updateOne({ _id: source, dueAt: { $ne: null } } as never, {
      $set: { dueAt: now, pushedAt: now.toISOString() } as never,
      $inc: { v: 1 } as never,
    });
  }

  /** What it called new was looked at. */
  async endQuarantine(source: string): Promise<void> {
    await this.store.model.collection.updateOne({ _id: source } as never, {
      $set: { quarantine: null } as never,
      $inc: { v: 1 } as never,
    });
  }

  async forget(source: string): Promise<void> {
    await this.store.model.deleteOne({ _id: source } as never);
  }

  /** Makes it due at once. @returns whether it is polled at all */
  async hasten(source: string, now: Date): Promise<boolean> {
    const { matchedCount } = await this.store.model.collection.updateOne(
      { _id: source, dueAt: { $ne: null } } as never,
      { $set: { dueAt: now } as never, $inc: { v: 1 } as never },
    );
    return matchedCount === 1;
  }

  /**
   * Hosts that have something due, and their source that waits longest. One with thousands of them hides others behind it for
   * one round: then it rests.
   */
  async dueHosts(now: Date, except: readonly string[], limit: number): Promise<{ host: string; source: string }[]> {
    const due = { dueAt: { $gt: new Date(0), $lte: now }, host: { $nin: [...except] } };
    const found = await this.store.model
      .find(due as never, { host: 1 })
      .sort({ dueAt: 1 })
      .limit(limit * lookedThrough)
      .lean<{ _id: string; host: string }[]>();
    const first = new Map<string, string>();
    for (const { _id, host } of found) if (!first.has(host)) first.set(host, _id);
    return [...first].slice(0, limit).map(([host, source]) => ({ host, source }));
  }

  /** Writes how a poll ended, with what is announced of it; nothing when another poll of the same slot ended before. */
  async record(seen: FetchState, changes: Partial<FetchState>, now: Date, announced: Announcement[]): Promise<void> {
    // Polls that end at the same time are one command.
    if (await this.endings.ask(this.store.prepare(seen, ending(seen, seen, changes), now, ...announced))) return;
    // Somebody wrote to one of them meanwhile: each looks for itself.
    await this.store.change(async () => {
      const state = await this.store.find(seen._id);
      if (state?.polls === seen.polls) await this.store.save(state, ending(state, seen, changes), now, ...announced);
    });
  }

  /** The same for many of which there is nothing to say: one command. */
  async recordUnchanged(all: readonly Unchanged[]): Promise<void> {
    if (all.length === 0) return;
    await this.store.model.collection.bulkWrite(
      all.map(({ state, changes }) => ({
        updateOne: {
          // Called for, or paused, meanwhile: it is as if it had not been read.
          filter: { _id: state._id, polls: state.polls, dueAt: state.dueAt },
          update: { $set: changes, $inc: { polls: 1, v: 1 } },
        },
      })) as never,
      { ordered: false },
    );
  }
}

const ending = ({ dueAt, polls }: FetchState, seen: FetchState, changes: Partial<FetchState>): Partial<FetchState> => ({
  ...changes,
  // Paused, or called for, while it was read: it stays so.
  ...(dueAt && dueAt.getTime() === seen.dueAt?.getTime() ? {} : { dueAt }),
  polls: polls + 1,
});
