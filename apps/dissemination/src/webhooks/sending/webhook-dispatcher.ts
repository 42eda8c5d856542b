import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import {
  caseChangesRequested,
  caseDeclined,
  contributionEndorsed,
  contributionReturned,
  editorialNoticeRequested,
  issueSent,
  meetingScheduled,
  resourceAdopted,
  resourceConfirmed,
  resourceCreditRemoved,
  resourceExpired,
  resourceFlagged,
  resourceLabelled,
  resourcePublished,
  resourceRestored,
  resourceRevised,
  resourceSuspended,
  resourceUnlabelled,
  resourceWithdrawn,
} from '#contracts';
import { Continuity, type EventHandler, EventPuller, Wake } from '#messaging';
import { Database, type Lease, Leases } from '#persistence';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import { partitions } from '../endpoints/endpoint.ts';
import { Announcer } from '../events/announcer.ts';
import type { WebhookEvent } from '../events/outgoing.ts';
import { PlanWebhooks } from '../events/plan-webhooks.ts';
import { ReplayEndpoint } from '../log/replay-endpoint.ts';
import { DeliveryMarks } from './delivery-marks.ts';
import { FairShare } from './fair-share.ts';
import { HealthRepository } from './health.repository.ts';
import { PartitionDispatcher } from './partition-dispatcher.ts';
import { PostWebhook } from './post-webhook.ts';
import { QueueTest } from './queue-test.ts';
import { SendingLanes } from './sending-lanes.ts';

const ttlMs = 10_000;
const renewMs = 3_000;
const retryMs = 2_000;
/** No more than the HTTP client takes: what waits there could no longer be called back. */
const inTheAir = 64;
const perOrigin = 8;
/** Events that a partition plans together: what a kill may make come out of order, once. */
const atOnce = 16;

/** Until when a lease is ours at least, by our own clock. Moved on by each renewal. */
interface Held {
  until: number;
}

/**
 * Holds its share of the partitions of the endpoints: each is served by one instance at a time, so that numbers are given
 * in stream order; when an instance dies, others take over within seconds.
 */
@Injectable()
export class WebhookDispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WebhookDispatcher.name);
  private readonly stopping = new AbortController();
  private readonly stopped = new Promise<void>((resolve) => {
    this.stopping.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  private readonly dispatchers = new Set<PartitionDispatcher>();
  /** Partitions that are ours, and not about to be given up. */
  private readonly holding = new Set<number>();
  private readonly serving: Promise<void>[] = [];
  private readonly lanes = new SendingLanes(inTheAir, perOrigin);

  constructor(
    private readonly leases: Leases,
    private readonly puller: EventPuller,
    private readonly database: Database,
    private readonly continuity: Continuity,
    private readonly endpoints: EndpointRepository,
    private readonly ledger: LedgerRepository,
    private readonly healths: HealthRepository,
    private readonly announcer: Announcer,
    private readonly plan: PlanWebhooks,
    private readonly post: PostWebhook,
    private readonly queueTest: QueueTest,
    private readonly replays: ReplayEndpoint,
    private readonly marks: DeliveryMarks,
    private readonly fairShare: FairShare,
    wake: Wake,
  ) {
    wake.on('webhooks', () => {
      for (const dispatcher of this.dispatchers) dispatcher.wake();
    });
  }

  onApplicationBootstrap(): void {
    for (let partition = 0; partition < partitions; partition += 1) this.serving.push(this.serve(partition));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.serving);
  }

  private async serve(partition: number): Promise<void> {
    // Told to stop before it is known, which is for ever while the database is away: nobody else's stop is waited for.
    await Promise.race([this.fairShare.known, this.stopped]);
    while (!this.stopping.signal.aborted) {
      // From before it was asked for: the answer may be read much later.
      const held = { until: Date.now() + ttlMs };
      const lease = this.maySend && this.isShort ? await this.acquire(partition) : null;
      if (lease && this.isShort) await this.hold(partition, lease, held);
      else {
        if (lease) await this.release(lease);
        await this.rest(retryMs);
      }
    }
  }

  /** An older copy of the database has forgotten what left since. */
  private get maySend(): boolean {
    return this.database.isReady && this.continuity.isKept;
  }

  /** Whether others hold more than we do. */
  private get isShort(): boolean {
    return this.holding.size < this.fairShare.size;
  }

  private async acquire(partition: number): Promise<Lease | null> {
    try {
      return await this.leases.acquire(`webhooks-${partition}`, ttlMs);
    } catch (error) {
      this.logger.debug({ error, partition });
      return null;
    }
  }

  /** Serves the partition until the lease is lost or the service stops. */
  private async hold(partition: number, lease: Lease, held: Held): Promise<void> {
    const lost = new AbortController();
    const over = AbortSignal.any([lost.signal, this.stopping.signal]);
    const { endpoints, healths, ledger, announcer, plan, post, queueTest, replays, lanes, marks } = this;
    const parts = { endpoints, healths, ledger, announcer, plan, post, queueTest, replays, lanes, marks };
    const dispatcher = new PartitionDispatcher(partition, lease, () => Date.now() < held.until, parts);
    this.dispatchers.add(dispatcher);
    this.holding.add(partition);
    dispatcher.start();
    const pulling = this.pull(partition, over, (event) => dispatcher.take(event as WebhookEvent));
    await this.renewWhileHeld(lease, held, over);
    this.holding.delete(partition);
    lost.abort();
    await pulling;
    await dispatcher.stop();
    this.dispatchers.delete(dispatcher);
    await this.release(lease);
  }

  /** One consumer for each service that announces: each has its own stream. */
  private async pull(partition: number, signal: AbortSignal, take: EventHandler): Promise<void> {
    await Promise.all([
      this.puller.pull(
        {
          name: `webhooks-${partition}`,
          contracts: [
            resourcePublished,
            resourceRevised,
            resourceFlagged,
            resourceConfirmed,
            resourceCreditRemoved,
            resourceSuspended,
            resourceRestored,
            resourceExpired,
            resourceLabelled,
            resourceUnlabelled,
            resourceAdopted,
            resourceWithdrawn,
            caseChangesRequested,
            caseDeclined,
            editorialNoticeRequested,
          ],
          signal,
          concurrency: atOnce,
        },
        take,
      ),
      this.puller.pull(
        {
          name: `webhooks-submission-${partition}`,
          contracts: [contributionEndorsed, contributionReturned, meetingScheduled],
          signal,
          concurrency: atOnce,
        },
        take,
      ),
      this.puller.pull({ name: `webhooks-dissemination-${partition}`, contracts: [issueSent], signal }, take),
    ]);
  }

  private async release(lease: Lease): Promise<void> {
    await this.leases.release(lease).catch((error: unknown) => this.logger.debug({ error, lease: lease.name }));
  }

  /** A renewal that fails, or comes too late, is a lost lease. One that others have less of is given up. */
  private async renewWhileHeld(lease: Lease, held: Held, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await pause(renewMs, undefined, { signal: over, ref: false }).catch(() => undefined);
      if (over.aborted || !this.continuity.isKept || this.holding.size > this.fairShare.size) return;
      const asked = Date.now();
      const renewed = await Promise.race([this.renew(lease), this.rest(renewMs)]);
      if (renewed === false) return;
      if (renewed) held.until = asked + ttlMs;
      // Nobody answered: it is ours until it lapses, less a margin.
      if (Date.now() > held.until - renewMs / 2) return;
    }
  }

  /** Undefined while nobody can tell. */
  private async renew(lease: Lease): Promise<boolean | undefined> {
    return this.leases.renew(lease, ttlMs).catch(() => undefined);
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}
