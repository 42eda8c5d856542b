import { setTimeout as pause } from 'node:timers/promises';
import { Slots } from '#messaging';
import type { Lease } from '#persistence';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Announcer } from '../events/announcer.ts';
import type { Outgoing, WebhookEvent } from '../events/outgoing.ts';
import type { Planned, PlanWebhooks, Sequences } from '../events/plan-webhooks.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import type { EndpointGates } from './endpoint-gates.ts';
import type { Flights } from './flights.ts';
import type { PartitionEndpoints } from './partition-endpoints.ts';
import type { PartitionSender } from './partition-sender.ts';

const gatherMs = 5;

export interface PlannerParts {
  readonly announcer: Announcer;
  readonly plan: PlanWebhooks;
  readonly endpoints: PartitionEndpoints;
  readonly gates: EndpointGates;
  readonly flights: Flights;
  readonly sender: PartitionSender;
}

/** The lease lapsed, perhaps while the process slept: whoever holds it now is asked instead. */
class LeaseLapsed extends Error {}

/** Gives the endpoints of one partition their numbers, in stream order, and lets what they get leave. */
export class PartitionPlanner {
  private sequences: Sequences = new Map();
  /** Numbers are given by one at a time, whichever stream it came from. */
  private readonly planning = new Slots(1);
  private readonly heard: { outgoing: readonly Outgoing[]; planned: PromiseWithResolvers<void> }[] = [];

  constructor(
    private readonly lease: Lease,
    private readonly isHeld: () => boolean,
    private readonly parts: PlannerParts,
  ) {}

  /** Resolves once all of it is planned. What comes while others are being planned is planned together, in its order. */
  async take(event: WebhookEvent): Promise<void> {
    const outgoing = await this.parts.announcer.outgoing(event);
    if (outgoing.length === 0) return;
    const planned = Promise.withResolvers<void>();
    this.heard.push({ outgoing, planned });
    void this.planning.run(() => this.planHeard());
    await planned.promise;
  }

  /** What one endpoint is told of the time before it was there. */
  async takePast(outgoing: readonly Outgoing[], endpoint: Endpoint): Promise<void> {
    await this.planning.run(async () => void (await this.plan(outgoing, [endpoint])));
  }

  private async planHeard(): Promise<void> {
    if (this.heard.length === 0) return;
    // What comes together is planned together; while there is much to send, so is what comes within a few milliseconds.
    await pause(this.parts.sender.isBusy ? gatherMs : 0);
    const heard = this.heard.splice(0);
    if (heard.length === 0) return;
    const { endpoints, sender } = this.parts;
    try {
      await endpoints.refresh();
      const outgoing = heard.flatMap((each) => each.outgoing);
      const { known, hasMore } = await this.plan(outgoing, [...endpoints.all.values()]);
      for (const { planned } of heard) planned.resolve();
      await sender.resume(known, hasMore);
    } catch (error) {
      for (const { planned } of heard) planned.reject(error);
    }
  }

  private async plan(outgoing: readonly Outgoing[], endpoints: readonly Endpoint[]): Promise<Planned> {
    if (!this.isHeld()) throw new LeaseLapsed(this.lease.name);
    const { gates, flights, sender } = this.parts;
    const dueAt = (endpoint: Endpoint, { isPast }: Outgoing, now: Date) =>
      gates.dueAt(endpoint, now) ?? sender.stuckSince(endpoint) ?? (isPast ? now : null);
    const begin = (fresh: readonly WebhookDelivery[]) => sender.begin(fresh);
    try {
      const holder = { sequences: this.sequences, fence: this.lease.fence, flights, dueAt, begin };
      return await this.parts.plan.execute(outgoing, endpoints, holder);
    } catch (error) {
      // Whoever else gave numbers, ours are to be learnt again.
      this.sequences = new Map();
      throw error;
    }
  }
}
