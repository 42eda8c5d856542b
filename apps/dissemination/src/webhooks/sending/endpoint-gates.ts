import { type Endpoint, paceMs } from '../endpoints/endpoint.ts';
import { nextSlot } from '../endpoints/rhythm.ts';
import { mostCards } from '../formats/chat-body.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import { isHalfOpen, isShut } from './endpoint-health.ts';
import type { HealthWatch } from './health-watch.ts';

/** The rows of one post: one, or several for a chat that is told of many things together. */
export type Post = readonly [WebhookDelivery, ...WebhookDelivery[]];

/**
 * Which endpoints may be sent something at this moment, and how much: not while the breaker is open, nor while they ask
 * for patience, nor sooner after a post than their pace allows.
 */
export class EndpointGates {
  /** Not before, by endpoint: its pace. */
  private readonly notBefore = new Map<string, number>();

  constructor(private readonly health: HealthWatch) {}

  isShut(endpoint: string, now: Date): boolean {
    return (this.notBefore.get(endpoint) ?? 0) > now.getTime() || isShut(this.health.of(endpoint), now);
  }

  /** Those that are shut, of these. */
  shut(endpoints: Iterable<string>, now: Date): string[] {
    return [...endpoints].filter((id) => this.isShut(id, now));
  }

  /** When what comes now is due for an endpoint; null when it may leave at once, beside whatever else is in the air. */
  dueAt(endpoint: Endpoint, now: Date): Date | null {
    const slot = nextSlot(endpoint.rhythm, now);
    if (slot) return slot;
    const isPlain = paceMs(endpoint) === 0 && this.health.of(endpoint._id).openings === 0;
    return isPlain && !this.isShut(endpoint._id, now) ? null : now;
  }

  /**
   * What of that which is due leaves now, in order: what somebody asked for alone and first, then one post where there is a
   * pace or a breaker to close, else everything.
   */
  next(endpoint: Endpoint, due: readonly WebhookDelivery[], now: Date): Post[] {
    const isAsked = ({ sequence, manual }: WebhookDelivery) => sequence === undefined || manual === true;
    const asked = due.filter(isAsked).map((row): Post => [row]);
    const usual = due.filter((row) => !isAsked(row));
    const posts = [
      ...asked,
      ...(endpoint.rhythm.every === 'event' ? usual.map((row): Post => [row]) : together(usual)),
    ];
    const pace = paceMs(endpoint);
    if (pace > 0) this.notBefore.set(endpoint._id, now.getTime() + pace);
    const isOneByOne = pace > 0 || isHalfOpen(this.health.of(endpoint._id), now);
    return isOneByOne ? posts.slice(0, 1) : posts;
  }
}

/** As many to a post as a chat takes. */
const together = (rows: readonly WebhookDelivery[]): Post[] => {
  const posts: Post[] = [];
  for (let from = 0; from < rows.length; from += mostCards) posts.push(rows.slice(from, from + mostCards) as never);
  return posts;
};
