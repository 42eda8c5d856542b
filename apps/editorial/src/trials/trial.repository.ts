import { Injectable } from '@nestjs/common';
import { belongsTo, type Principal } from '#access';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import { InvalidFields } from '#platform';
import { NotVolunteer, TrialNotFound, TrialOver } from './trial.problems.ts';
import { isOpen, type Trial } from './trial.ts';

@Injectable()
export class TrialRepository {
  readonly store: AggregateStore<Trial>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Trial>(database, relay, 'trials', [[{ resource: 1, number: 1 }, { unique: true }]]);
  }

  async of(resource: string): Promise<Trial[]> {
    return this.store.model
      .find({ resource } as never, { outbox: 0, relay: 0, idempotency: 0 })
      .sort({ number: 1 })
      .lean<Trial[]>();
  }

  /** @throws TrialNotFound */
  async get(id: string, resource: string): Promise<Trial> {
    const trial = await this.store.find(id);
    if (trial?.resource !== resource) throw new TrialNotFound();
    return trial;
  }

  /** @throws unless a volunteer answers the questions of a trial that is under way */
  async refuseAnswer(
    id: string,
    resource: string,
    answers: readonly string[],
    caller: Principal | undefined,
    now: Date,
  ) {
    const trial = await this.get(id, resource);
    if (!caller || !trial.volunteers.some(({ network }) => belongsTo(caller, network.id))) throw new NotVolunteer();
    if (!isOpen(trial, now)) throw new TrialOver();
    if (answers.length !== trial.questions.length) {
      const many = trial.questions.length;
      const detail = { fr: `Répondez à chacune des ${many} questions.`, en: `Answer each of the ${many} questions.` };
      throw new InvalidFields([{ pointer: '/answers', code: 'incomplete', detail }]);
    }
  }
}
