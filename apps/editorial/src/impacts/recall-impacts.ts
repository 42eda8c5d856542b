import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ConcurrentChange, Database, isDatabaseAway } from '#persistence';
import { Seats } from '../cases/seats.ts';
import { toNetwork, toPeople } from '../notices/notices.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import type { Resource } from '../resources/resource.ts';
import { impactFacts } from './hear-impact.ts';
import type { Impact } from './impact.ts';

const everyMs = 60_000;
const dayMs = 24 * 3_600_000;
/** Days before a text takes effect. */
const recalls = [30, 7] as const;

/** Recalls, thirty and seven days before, that a text takes effect and nobody has settled what it does. */
@Injectable()
export class RecallImpacts {
  private readonly logger = new Logger(RecallImpacts.name);

  constructor(
    private readonly resources: ResourceRepository,
    private readonly seats: Seats,
    private readonly database: Database,
  ) {}

  @Interval(everyMs)
  async tick(now = new Date()): Promise<void> {
    if (!this.database.isReady) return;
    const until = dayOf(new Date(now.getTime() + recalls[0] * dayMs));
    const due = await this.resources.withEffect(dayOf(now), until, 500).catch(() => []);
    for (const resource of due) await this.recall(resource, now).catch((error: unknown) => this.report(error));
  }

  private async recall(resource: Resource, now: Date): Promise<void> {
    const due = (resource.impacts ?? []).flatMap((impact) => {
      const days = dueRecall(impact, now);
      return days === null ? [] : [{ ...impact, remindedAt: days }];
    });
    if (due.length === 0) return;
    const impacts = (resource.impacts ?? []).map((impact) => due.find(({ id }) => id === impact.id) ?? impact);
    const holders = await this.seats.holdersOn(resource.committee, now);
    const told = due.flatMap((impact) => {
      const facts = impactFacts(resource, impact);
      return [toNetwork(resource.current.network.id, 'impact.due', facts), ...toPeople(holders, 'impact.due', facts)];
    });
    // The write names the version that it saw: one instance tells.
    await this.resources.store.save(resource, { impacts }, now, ...told);
  }

  private report(error: unknown): void {
    if (!isDatabaseAway(error) && !(error instanceof ConcurrentChange)) this.logger.error({ error });
  }
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The recall whose time has come; one that was missed gives way to the next. */
export const dueRecall = (
  { status, level, effectiveAt, remindedAt, foundAt }: Impact,
  now: Date,
): (typeof recalls)[number] | null => {
  if (status === 'closed' || level === 'possible' || !effectiveAt || effectiveAt <= dayOf(now)) return null;
  const days = (Date.parse(`${effectiveAt}T00:00:00Z`) - now.getTime()) / dayMs;
  const due = recalls.findLast((before) => days <= before);
  if (due === undefined || (remindedAt !== null && remindedAt <= due)) return null;
  // Told of a moment ago: that was recall enough.
  return now.getTime() - Date.parse(foundAt) < 2 * dayMs ? null : due;
};
