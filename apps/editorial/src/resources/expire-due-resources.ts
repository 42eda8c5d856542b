import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type Announcement, announce, resourceExpired, resourceUnlabelled } from '#contracts';
import { ConcurrentChange, Database, isDatabaseAway } from '#persistence';
import { ResourceRepository } from './resource.repository.ts';
import { moved, moves, type Resource, unlabelled } from './resource.ts';
import { toldBeside } from './resource-announcements.ts';

const everyMs = 30_000;

/**
 * Ends what was public until a date, and labels that were valid until one. Any number of instances may do so: the write
 * names the version of the resource that it saw, which claims it.
 */
@Injectable()
export class ExpireDueResources {
  private readonly logger = new Logger(ExpireDueResources.name);

  constructor(
    private readonly resources: ResourceRepository,
    private readonly database: Database,
  ) {}

  @Interval(everyMs)
  async tick(now = new Date()): Promise<void> {
    if (!this.database.isReady) return;
    const due = await this.resources.due(now, 100).catch(() => []);
    for (const id of due) await this.expire(id, now).catch((error: unknown) => this.report(id, error));
  }

  private async expire(id: string, now: Date): Promise<void> {
    const resource = await this.resources.store.find(id);
    if (!resource) return;
    const { current, history, announced } = ended(resource, now);
    if (announced.length) await this.resources.store.save(resource, { current, history }, now, ...announced);
  }

  /** One that fails holds up no other; it is tried again at the next tick. Somebody else may have been first. */
  private report(id: string, error: unknown): void {
    if (!isDatabaseAway(error) && !(error instanceof ConcurrentChange)) this.logger.error({ error, resource: id });
  }
}

const reason = 'Le label était accordé pour une durée, qui est écoulée.';

const ended = (resource: Resource, now: Date) => {
  const { current: before, history } = resource;
  const hasPassed = (date: string | null | undefined) => Boolean(date && Date.parse(date) <= now.getTime());
  const facts = { by: null, at: now.toISOString(), version: before.version };
  const announced: Announcement[] = [];
  const entries: Resource['history'][number][] = [];
  let current = before;
  if (current.label === 'reference' && hasPassed(current.labelledUntil)) {
    const next = unlabelled(current);
    announced.push(announce(resourceUnlabelled, { resource: next, previous: current, reason }));
    announced.push(...toldBeside(resource, 'unlabel', null, reason));
    entries.push({ ...facts, what: 'unlabel', reason });
    current = next;
  }
  if (moves.expire.from.includes(current.status) && hasPassed(current.expiresAt)) {
    const next = moved(current, 'expire', { reason: null });
    announced.push(announce(resourceExpired, { resource: next, previous: current }));
    announced.push(...toldBeside(resource, 'expire', null, null));
    entries.push({ ...facts, what: 'expire', reason: null });
    current = next;
  }
  return { current, history: [...history, ...entries], announced };
};
