import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { isDatabaseAway, type Lease } from '#persistence';
import type { LedgerRepository } from '../ledger/ledger.repository.ts';
import type { Cause } from '../ledger/ledger.ts';
import { DeliveryMarks } from './delivery-marks.ts';
import type { EndpointRepository } from './endpoint.repository.ts';
import { type Endpoint, reception } from './endpoint.ts';
import type { PlanWebhooks, Sequences, WebhookEvent } from './plan-webhooks.ts';
import type { Ending, PostWebhook } from './post-webhook.ts';
import type { QueuePing } from './queue-ping.ts';
import { SendingLanes } from './sending-lanes.ts';
import type { WebhookDelivery } from './webhook-delivery.ts';

const inTheAir = 64;
const perEndpoint = 8;
const mostPending = 1_000;
const dueBatch = 200;
const pollMs = 1_000;

export interface DispatcherParts {
  readonly endpoints: EndpointRepository;
  readonly ledger: LedgerRepository;
  readonly plan: PlanWebhooks;
  readonly post: PostWebhook;
  readonly queuePing: QueuePing;
}

/**
 * Sends what one partition of the endpoints is to get, for as long as this instance holds its lease: events in stream
 * order as they come, and whatever the ledger says is due.
 */
export class PartitionDispatcher {
  private readonly logger = new Logger(PartitionDispatcher.name);
  private readonly lanes = new SendingLanes(inTheAir, perEndpoint);
  private readonly marks: DeliveryMarks;
  private readonly stopping = new AbortController();
  /** Rows given to the lanes and not yet marked: the sweep leaves them alone. */
  private readonly mine = new Set<string>();
  private readonly causes = new Map<string, Cause>();
  private readonly pinged = new Set<string>();
  private sequences: Sequences = new Map();
  private awake = Promise.withResolvers<void>();
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly partition: number,
    private readonly lease: Lease,
    private readonly parts: DispatcherParts,
  ) {
    this.marks = new DeliveryMarks(parts.ledger, (ids) => {
      for (const id of ids) this.mine.delete(id);
    });
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
    await this.lanes.drained(mostPending);
    const endpoints = await this.parts.endpoints.ofPartition(this.partition);
    try {
      const rows = await this.parts.plan.execute(event, endpoints, this.sequences, this.lease.fence);
      const byId = new Map(endpoints.map((endpoint) => [endpoint._id, endpoint]));
      for (const row of rows) this.send(row, byId.get(row.recipient));
    } catch (error) {
      // Whoever else gave numbers, ours are to be learnt again.
      this.sequences = new Map();
      throw error;
    }
  }

  /** Starts nothing more, and finishes and marks what is in the air. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.sweeping;
    this.lanes.clear();
    await this.lanes.drained();
    await this.marks.flush();
  }

  private send(row: WebhookDelivery, endpoint: Endpoint | undefined): void {
    if (!endpoint || this.mine.has(row._id)) return;
    this.mine.add(row._id);
    this.lanes.give(row.recipient, async () => {
      try {
        const cause = await this.causeOf(row.cause);
        const ending = cause ? await this.parts.post.execute(row, endpoint, cause) : withoutPayload();
        this.marks.add(row, ending);
        await this.learnFrom(ending, row, endpoint);
      } catch (error) {
        this.mine.delete(row._id);
        if (!isDatabaseAway(error)) this.logger.error(error);
      }
    });
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
    await this.untilDone(() => this.takeOver());
    while (!this.stopping.signal.aborted) {
      const { promise } = this.awake;
      const busy = await this.sweep().catch((error: unknown) => {
        if (!isDatabaseAway(error)) this.logger.error(error);
        return false;
      });
      if (!busy) await Promise.race([promise, this.rest(pollMs)]);
    }
  }

  /** What an earlier holder had begun is due now, under our lease. */
  private async takeOver(): Promise<void> {
    await this.parts.ledger.deliveries.collection.updateMany(
      { partition: this.partition, state: 'pending', fence: { $lt: this.lease.fence }, attempts: 0 } as never,
      { $set: { dueAt: new Date() } as never },
    );
    await this.parts.ledger.deliveries.collection.updateMany(
      { partition: this.partition, state: { $in: ['pending', 'held'] }, fence: { $lt: this.lease.fence } } as never,
      { $set: { fence: this.lease.fence } as never },
    );
  }

  /** Sends what is due: retries, pings, what a crash left, and what was held for an endpoint that is active now. */
  private async sweep(): Promise<boolean> {
    const endpoints = new Map(
      (await this.parts.endpoints.ofPartition(this.partition)).map((endpoint) => [endpoint._id, endpoint]),
    );
    await this.ping(endpoints.values());
    await this.release(endpoints);
    const due = await this.parts.ledger.deliveries
      .find({ partition: this.partition, state: 'pending', dueAt: { $lte: new Date() } } as never)
      .sort({ dueAt: 1, sequence: 1 } as never)
      .limit(dueBatch)
      .lean<WebhookDelivery[]>();
    const fresh = due.filter(({ _id }) => !this.mine.has(_id));
    await this.claim(fresh);
    for (const row of fresh) {
      const endpoint = endpoints.get(row.recipient);
      const wanted = endpoint && (reception[endpoint.status] === 'send' || row.type === 'ping');
      if (wanted) this.send({ ...row, fence: this.lease.fence }, endpoint);
      else await this.putAside(row, endpoint);
    }
    await this.lanes.drained(mostPending);
    return fresh.length === dueBatch;
  }

  /** Under our lease from now on: what is marked later is marked for this holder. */
  private async claim(rows: readonly WebhookDelivery[]): Promise<void> {
    const { fence } = this.lease;
    const others = rows.filter((row) => row.fence !== fence).map(({ _id }) => _id);
    if (others.length === 0) return;
    await this.parts.ledger.deliveries.collection.updateMany({ _id: { $in: others }, fence: { $lt: fence } } as never, {
      $set: { fence } as never,
    });
  }

  /** An endpoint whose creation was cut short is still asked for a sign of life. */
  private async ping(endpoints: Iterable<Endpoint>): Promise<void> {
    for (const endpoint of endpoints) {
      if (endpoint.status !== 'unverified' || this.pinged.has(endpoint._id)) continue;
      await this.parts.queuePing.execute(endpoint, 'ping', new Date());
      this.pinged.add(endpoint._id);
    }
  }

  private async release(endpoints: ReadonlyMap<string, Endpoint>): Promise<void> {
    const held = (await this.parts.ledger.deliveries.distinct('recipient', {
      partition: this.partition,
      state: 'held',
    } as never)) as unknown as string[];
    const active = held.filter((id) => endpoints.get(id)?.status === 'active');
    if (active.length === 0) return;
    await this.parts.ledger.deliveries.collection.updateMany(
      { partition: this.partition, state: 'held', recipient: { $in: active } } as never,
      { $set: { state: 'pending', dueAt: new Date(), fence: this.lease.fence } as never },
    );
  }

  /** Paused: kept for later. Gone or disabled: nobody wants it. */
  private async putAside({ _id }: WebhookDelivery, endpoint: Endpoint | undefined): Promise<void> {
    const state = endpoint && reception[endpoint.status] === 'hold' ? 'held' : 'cancelled';
    await this.parts.ledger.deliveries.updateOne({ _id, state: 'pending' } as never, { $set: { state } } as never);
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
