import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database, migrate } from '#persistence';
import type { Procedure } from '../policy/policy.ts';
import { CaseDecided, CaseNotFound } from './case.problems.ts';
import { type Case, newCase } from './case.ts';
import { presentState } from './case-announcements.ts';

export interface CaseQuery {
  readonly status?: Case['status'] | undefined;
  readonly contributionId?: string | undefined;
  readonly procedure?: Procedure | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** That an author took a contribution back, at its write `v`. */
export interface Withdrawal {
  _id: string;
  v: number;
  reason: string | null;
  at: string;
}

@Injectable()
export class CaseRepository {
  readonly store: AggregateStore<Case>;
  readonly withdrawals: Model<Withdrawal>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Case>(database, relay, 'cases', [
      // One case per version, and per proposal of a resource as national reference.
      [{ contributionId: 1, procedure: 1, version: 1, proposal: 1 }, { unique: true }],
      [{ status: 1, _id: 1 }],
      [{ status: 1, evaluateAt: 1 }],
      [{ status: 1, 'decision.decidedAt': 1 }],
      [{ session: 1, status: 1 }],
    ]);
    this.store.reannounces(presentState);
    migrate(database, [
      { name: '0003-cases-have-a-procedure', run: () => this.nameProcedures() },
      { name: '0006-cases-have-a-committee', run: () => this.nameCommittees() },
    ]);
    this.withdrawals = database.model<Withdrawal>(
      'withdrawals',
      new Schema({ _id: String, v: Number }, { strict: false }),
    );
  }

  /** @throws CaseNotFound, CaseDecided */
  async undecided(id: string): Promise<Case> {
    const subject = await this.store.find(id);
    if (!subject) throw new CaseNotFound();
    if (subject.decision) throw new CaseDecided(subject.decision.outcome);
    return subject;
  }

  /** The oldest first: those who wait longest are served first. */
  async list({ after, limit, ...where }: CaseQuery): Promise<{ items: Case[]; total: number }> {
    const all = Object.fromEntries(Object.entries(where).filter(([, value]) => value !== undefined));
    const [items, total] = await Promise.all([
      this.store.model
        .find({ ...all, ...(after ? { _id: { $gt: after } } : {}) } as never, { outbox: 0, relay: 0 })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<Case[]>(),
      this.store.model.countDocuments(all as never),
    ]);
    return { items, total };
  }

  /** Open cases that time alone may decide by now. */
  async due(now: Date, limit: number): Promise<string[]> {
    const due = await this.store.model
      .find({ status: 'open', evaluateAt: { $gt: '', $lte: now.toISOString() } } as never, { _id: 1 })
      .limit(limit)
      .lean<Case[]>();
    return due.map(({ _id }) => _id);
  }

  /** All that is before a committee, the oldest first. */
  async undecidedCases(limit: number): Promise<Case[]> {
    return this.store.model
      .find({ status: { $in: ['open', 'in-session'] } } as never, { outbox: 0, relay: 0 })
      .sort({ _id: 1 })
      .limit(limit)
      .lean<Case[]>();
  }

  /** What a session decided. */
  async decidedIn(session: string): Promise<Case[]> {
    return this.store.model
      .find({ session, status: 'decided' } as never, { outbox: 0, relay: 0 })
      .sort({ _id: 1 })
      .lean<Case[]>();
  }

  /** The cases of a contribution, whatever their version. */
  async versionsOf(contributionId: string): Promise<Case[]> {
    return this.store.model
      .find({ contributionId, procedure: 'publication' } as never, { outbox: 0, relay: 0 })
      .lean<Case[]>();
  }

  /** What was decided in that time, the latest first. */
  async decidedBetween(since: Date, until: Date, limit: number): Promise<Case[]> {
    const decidedAt = { $gte: since.toISOString(), $lte: until.toISOString() };
    return this.store.model
      .find({ status: 'decided', 'decision.decidedAt': decidedAt } as never, { outbox: 0, relay: 0 })
      .sort({ 'decision.decidedAt': -1 })
      .limit(limit)
      .lean<Case[]>();
  }

  async openOf(contributionId: string, procedure: Procedure): Promise<Case[]> {
    return this.store.model
      .find({ contributionId, procedure, status: { $ne: 'decided' } } as never, { outbox: 0, relay: 0 })
      .lean<Case[]>();
  }

  /** The case that made a version public. */
  async publicationOf(contributionId: string, version: number): Promise<Case | null> {
    return this.store.findOne({ contributionId, procedure: 'publication', version });
  }

  /** Its proposals as national reference, whatever came of them. */
  async proposalsOf(contributionId: string): Promise<Case[]> {
    return this.store.model
      .find({ contributionId, procedure: 'label' } as never, { outbox: 0, relay: 0 })
      .sort({ proposal: 1 })
      .lean<Case[]>();
  }

  private async nameCommittees(): Promise<void> {
    const { committee, consulted, setAside, assignments, recusals, objections, threads, notes, urgent, session } =
      newCase;
    const added = {
      committee,
      consulted,
      setAside,
      assignments,
      recusals,
      objections,
      threads,
      notes,
      urgent,
      session,
    };
    await this.store.model.collection.updateMany({ committee: { $exists: false } }, { $set: added as never });
  }

  private async nameProcedures(): Promise<void> {
    const { collection } = this.store.model;
    await collection.updateMany({ procedure: { $exists: false } }, { $set: { procedure: 'publication', proposal: 0 } });
    const known = await collection.indexes();
    if (known.some(({ name }) => name === 'contributionId_1_version_1')) {
      await collection.dropIndex('contributionId_1_version_1');
    }
  }
}
