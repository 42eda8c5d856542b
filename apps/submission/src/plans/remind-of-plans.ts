import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { announce, type NoticeKind, planReminded, submissionNoticeRequested } from '#contracts';
import { AggregateStore, OutboxRelay, type Stored } from '#messaging';
import { Database, isDatabaseAway, isDuplicateKey } from '#persistence';
import { PersonRepository } from '../people/person.repository.ts';
import { PlanRepository } from './plan.repository.ts';
import { type Plan, type Stage, soonDays, stageOf } from './plan.ts';

/** A reminder that was given: `<plan> <due date> <stage>`. The row and what it announces are one write. */
interface Reminder extends Stored {
  readonly plan: string;
  readonly stage: Stage;
  readonly remindedAt: string;
}

const everyMs = 10 * 60_000;
const day = 24 * 3600 * 1000;

/**
 * Reminds of what is due soon or overdue: the facilitators, never the public. Any number of instances may do so, and at
 * any time: a reminder has one row, which only one of them can make.
 */
@Injectable()
export class RemindOfPlans {
  private readonly logger = new Logger(RemindOfPlans.name);
  readonly reminders: AggregateStore<Reminder>;

  constructor(
    private readonly database: Database,
    relay: OutboxRelay,
    private readonly plans: PlanRepository,
    private readonly people: PersonRepository,
  ) {
    this.reminders = new AggregateStore<Reminder>(database, relay, 'plan_reminders');
  }

  @Interval(everyMs)
  async tick(): Promise<void> {
    if (!this.database.isReady) return;
    await this.remind(new Date()).catch((error: unknown) => {
      if (!isDatabaseAway(error)) this.logger.error({ error });
    });
  }

  async remind(now: Date): Promise<void> {
    const horizon = new Date(now.getTime() + soonDays * day);
    for await (const plan of this.plans.everyDueBefore(horizon)) {
      const stage = stageOf(plan.dueAt, now);
      if (stage) await this.once(plan, stage, now);
    }
  }

  private async once(plan: Plan, stage: Stage, now: Date): Promise<void> {
    const _id = `${plan._id} ${plan.dueAt} ${stage}`;
    if (await this.reminders.find(_id)) return;
    const { _id: planId, network: networkId, title, dueAt, regime } = plan;
    const facilitators = await this.people.facilitatorsOf(networkId);
    const notices = facilitators.map((personId) =>
      announce(submissionNoticeRequested, {
        personId,
        kind: `plan.${stage}` satisfies NoticeKind,
        urgency: 'digest',
        facts: { planId, title, dueAt, networkId },
      }),
    );
    const reminded = announce(planReminded, { planId, networkId, title, stage, dueAt, regime });
    await this.reminders
      .insert({ _id, plan: planId, stage, remindedAt: now.toISOString() }, now, reminded, ...notices)
      .catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error;
      });
  }
}
