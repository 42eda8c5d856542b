import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { isDatabaseAway, type Lease } from '#persistence';
import type { LedgerRepository } from '../../ledger/ledger.repository.ts';
import type { Cause } from '../../ledger/ledger.ts';
import type { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import { type Endpoint, reception } from '../endpoints/endpoint.ts';
import type { PlanWebhooks, Sequences, WebhookEvent } from '../events/plan-webhooks.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import type { DeliveryMarks } from './delivery-marks.ts';
import { PartitionRows } from './partition-rows.ts';
import type { Ending, PostWebhook } from './post-webhook.ts';
import type { QueuePing } from './queue-ping.ts';
import type { SendingLanes } from './sending-lanes.ts';

const mostPending = 1_000;
const pollMs = 1_000;
const decidedMs = 100;

export interface DispatcherParts {
  readonly endpoints: EndpointRepository;
  readonly ledger: LedgerRepository;
  readonly plan: PlanWebhooks;
  readonly post: PostWebhook;
  readonly queuePing: QueuePing;
  readonly lanes: SendingLanes;
  readonly marks: DeliveryMarks;
}

/** The lease lapsed, perhaps while the process slept: whoever holds it now is asked instead. */
class LeaseLapsed extends Error {}

/**
 * Sends what one partition of the endpoints is to get, for as long as this instance holds its lease: events in stream
 * order as they come, and whatever the ledger says is due.
 */
export class PartitionDispatcher {
  private readonly logger = new Logger(PartitionDispatcher.name);
  private readonly rows: PartitionRows;
  private readonly stopping = new AbortController();
  /** Rows given to the lanes and not yet marked: the sweep leaves them alone. */
  private readonly mine = new Set<string>();
  /** Endpoints that are being sent what waited for them: until that is done, the sweep leaves the rest there. */
  private readonly catchingUp = new Set<string>();
  private readonly causes = new Map<string, Cause>();
  private readonly pinged = new Set<string>();
  private sequences: Sequences = new Map();
  private awake = Promise.withResolvers<void>();
  private sweeping: Promise<void> = Promise.resolve();

  /** @param isHeld whether the lease cannot have lapsed yet, by our own clock. */
  constructor(
    private readonly partition: number,
    private readonly lease: Lease,
    private readonly isHeld: () => boolean,
    private readonly parts: DispatcherParts,
  ) {
    this.rows = new PartitionRows(parts.ledger, partition, lease);
  }

  start(): void {
    this.sweeping = this.sweepUntilStopped();
  }

  /** Something is due: a ping, a retry somebody asked for. */
  wake(): void {
    this.awake.resolve();
    this.awake = Promise.withResolvers<void>();
  }

  /** Plans an event and begins to send it. Once this resolves the ledger has it: the message may be acknowledged. */
  async take(event: WebhookEvent): Promise<void> {
    await this.parts.lanes.drained(this, mostPending);
    if (!this.isHeld()) throw new LeaseLapsed(`partition ${this.partition}`);
    const endpoints = await this.parts.endpoints.ofPartition(this.partition);
    try {
      const { fresh, known } = await this.parts.plan.execute(event, endpoints, this.sequences, this.lease.fence);
      const byId = new Map(endpoints.map((endpoint) => [endpoint._id, endpoint]));
      // Known before the first leaves: what follows then needs the database for marks alone.
      if (fresh.length) await this.causeOf(event.id);
      for (const row of fresh) this.send(row, byId.get(row.recipient));
      await this.resume(known);
    } catch (error) {
      // Whoever else gave numbers, ours are to be learnt again.
      this.sequences = new Map();
      throw error;
    }
  }

  /** An event that comes again finds what a kill, or a write cut short, left of its first time. */
  private async resume(known: readonly WebhookDelivery[]): Promise<void> {
    const left = known.filter(
      ({ _id, state, attempts }) => state === 'pending' && attempts === 0 && !this.mine.has(_id),
    );
    if (left.length === 0) return;
    await this.rows.hurry(left.map(({ _id }) => _id));
    this.wake();
  }

  /** Starts nothing more, and finishes and marks what is in the air. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.sweeping;
    this.parts.lanes.clear(this);
    await this.parts.lanes.drained(this);
  }

  private send(row: WebhookDelivery, endpoint: Endpoint | undefined): void {
    if (!endpoint || this.mine.has(row._id)) return;
    this.mine.add(row._id);
    this.parts.lanes.give(this, new URL(endpoint.url).origin, async () => {
      await this.attempt(row, endpoint);
    });
  }

  /** What waited goes one after the other, so that it arrives in order; none of it after a 410. */
  private sendInTurn(rows: readonly WebhookDelivery[], endpoint: Endpoint): void {
    if (rows.length === 0) return;
    this.catchingUp.add(endpoint._id);
    for (const { _id } of rows) this.mine.add(_id);
    this.parts.lanes.give(this, new URL(endpoint.url).origin, async () => {
      const outcomes: (Ending['outcome'] | null)[] = [];
      for (const row of rows) {
        if (outcomes.at(-1) === 'gone') this.mine.delete(row._id);
        else outcomes.push(await this.attempt(row, endpoint));
      }
      this.catchingUp.delete(endpoint._id);
      // There may be more. What could not even be tried waits for the next look.
      if (!outcomes.includes(null)) this.wake();
    });
  }

  /** Never throws: what went wrong is tried again when it is due. */
  private async attempt(row: WebhookDelivery, endpoint: Endpoint): Promise<Ending['outcome'] | null> {
    try {
      return await this.deliver(row, endpoint);
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.error(error);
      return null;
    } finally {
      this.mine.delete(row._id);
    }
  }

  private async deliver(row: WebhookDelivery, endpoint: Endpoint): Promise<Ending['outcome'] | null> {
    const cause = await this.causeOf(row.cause);
    await this.parts.marks.room();
    // A lease that lapsed while the process slept is renewed yet, or lost: what waited is then somebody else's to send.
    while (!this.isHeld() && !this.stopping.signal.aborted) await this.rest(decidedMs);
    if (this.stopping.signal.aborted) return null;
    const ending = cause ? await this.parts.post.execute(row, endpoint, cause) : withoutPayload();
    // Before the mark: a kill between the two repeats a ping, and never leaves its endpoint closed.
    await this.learnFrom(ending, row, endpoint);
    await this.parts.marks.add(row, ending);
    return ending.outcome;
  }

  /** A ping that is answered opens the door; an endpoint that is gone is not asked again. */
  private async learnFrom({ outcome }: Ending, row: WebhookDelivery, endpoint: Endpoint): Promise<void> {
    const now = new Date();
    if (outcome === 'delivered' && row.type === 'ping' && endpoint.status === 'unverified') {
      await this.parts.endpoints.change(
        endpoint._id,
        ({ status }) => (status === 'unverified' ? { status: 'active' } : null),
        now,
      );
      this.wake();
    }
    if (outcome === 'gone') {
      const gone = { status: 'disabled', reason: 'Le point de réception a répondu 410 : il n’existe plus.' } as const;
      await this.parts.endpoints.change(endpoint._id, ({ status }) => (status === 'deleted' ? null : gone), now);
    }
  }

  private async causeOf(id: string): Promise<Cause | null> {
    const known = this.causes.get(id);
    if (known) return known;
    const cause = await this.parts.ledger.cause(id);
    if (cause) this.causes.set(id, cause);
    if (this.causes.size > 100) this.causes.delete([...this.causes.keys()][0] ?? '');
    return cause;
  }

  private async sweepUntilStopped(): Promise<void> {
    await this.untilDone(() => this.rows.takeOver());
    while (!this.stopping.signal.aborted) {
      const { promise } = this.awake;
      const busy = await this.sweep().catch((error: unknown) => {
        if (!isDatabaseAway(error)) this.logger.error(error);
        return false;
      });
      if (!busy) await Promise.race([promise, this.rest(pollMs)]);
    }
  }

  /** Sends what is due: retries, pings, what a crash left, and what was held for an endpoint that is active now. */
  private async sweep(): Promise<boolean> {
    if (!this.isHeld()) return false;
    const endpoints = await this.endpoints();
    await this.ping(endpoints.values());
    await this.rows.release((id) => endpoints.get(id)?.status === 'active');
    const { rows, isAll } = await this.rows.claimDue((id) => this.mine.has(id), [...this.catchingUp]);
    // The ping of an endpoint made meanwhile is among them: nobody to send to, it would be put aside for ever.
    const present = rows.every(({ recipient }) => endpoints.has(recipient)) ? endpoints : await this.endpoints();
    for (const [recipient, due] of Map.groupBy(rows, (row) => row.recipient)) {
      const endpoint = present.get(recipient);
      const isWanted = ({ type }: WebhookDelivery) =>
        endpoint !== undefined && (reception[endpoint.status] === 'send' || type === 'ping');
      if (endpoint) this.sendInTurn(due.filter(isWanted), endpoint);
      // Paused: kept for later. Gone or disabled: nobody wants it.
      const state = endpoint && reception[endpoint.status] === 'hold' ? 'held' : 'cancelled';
      for (const row of due) if (!isWanted(row)) await this.rows.putAside(row._id, state);
    }
    await this.parts.lanes.drained(this, mostPending);
    return !isAll;
  }

  private async endpoints(): Promise<ReadonlyMap<string, Endpoint>> {
    const found = await this.parts.endpoints.ofPartition(this.partition);
    return new Map(found.map((endpoint) => [endpoint._id, endpoint]));
  }

  /** An endpoint whose creation was cut short is still asked for a sign of life. */
  private async ping(endpoints: Iterable<Endpoint>): Promise<void> {
    for (const endpoint of endpoints) {
      if (endpoint.status !== 'unverified' || this.pinged.has(endpoint._id)) continue;
      await this.parts.queuePing.execute(endpoint, 'ping', new Date());
      this.pinged.add(endpoint._id);
    }
  }

  private async untilDone(work: () => Promise<void>): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await work();
        return;
      } catch (error) {
        if (!isDatabaseAway(error)) this.logger.error(error);
        await this.rest(pollMs);
      }
    }
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}

/** Nothing to send, now or later: its owner sees it failed. */
const withoutPayload = (): Ending => ({
  outcome: 'failed',
  attempt: { at: new Date(), status: null, latencyMs: 0, answer: null, error: 'no-payload' },
});
