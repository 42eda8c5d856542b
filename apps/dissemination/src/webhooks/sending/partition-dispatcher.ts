import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { isDatabaseAway, type Lease } from '#persistence';
import type { LedgerRepository } from '../../ledger/ledger.repository.ts';
import type { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import { type Endpoint, paceMs, pingCause, reception } from '../endpoints/endpoint.ts';
import type { Announcer } from '../events/announcer.ts';
import type { WebhookEvent } from '../events/outgoing.ts';
import type { PlanWebhooks } from '../events/plan-webhooks.ts';
import type { ReplayEndpoint } from '../log/replay-endpoint.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import type { Causes } from './causes.ts';
import type { DeliveryMarks } from './delivery-marks.ts';
import type { DepartureRepository } from './departure.repository.ts';
import { EndpointGates } from './endpoint-gates.ts';
import { Flights } from './flights.ts';
import type { HealthRepository } from './health.repository.ts';
import { HealthWatch } from './health-watch.ts';
import { PartitionEndpoints } from './partition-endpoints.ts';
import { PartitionPlanner } from './partition-planner.ts';
import { PartitionRows } from './partition-rows.ts';
import { PartitionSender } from './partition-sender.ts';
import type { PostWebhook } from './post-webhook.ts';
import type { QueueTest } from './queue-test.ts';
import type { SendingLanes } from './sending-lanes.ts';

const pollMs = 1_000;

export interface DispatcherParts {
  readonly endpoints: EndpointRepository;
  readonly healths: HealthRepository;
  readonly ledger: LedgerRepository;
  readonly departures: DepartureRepository;
  readonly causes: Causes;
  readonly announcer: Announcer;
  readonly plan: PlanWebhooks;
  readonly post: PostWebhook;
  readonly queueTest: QueueTest;
  readonly replays: ReplayEndpoint;
  readonly lanes: SendingLanes;
  readonly marks: DeliveryMarks;
}

/**
 * Sends what one partition of the endpoints is to get, for as long as this instance holds its lease: events in stream
 * order as they come, and whatever the ledger says is due.
 */
export class PartitionDispatcher {
  private readonly logger = new Logger(PartitionDispatcher.name);
  private readonly rows: PartitionRows;
  private readonly flights: Flights;
  private readonly health: HealthWatch;
  private readonly gates: EndpointGates;
  private readonly endpoints: PartitionEndpoints;
  private readonly sender: PartitionSender;
  private readonly planner: PartitionPlanner;
  private readonly stopping = new AbortController();
  private readonly takenOver = Promise.withResolvers<void>();
  private readonly pinged = new Set<string>();
  private awake = Promise.withResolvers<void>();
  private sweeping: Promise<void> = Promise.resolve();

  /**
   * @param isHeld whether the lease cannot have lapsed yet, by our own clock.
   * @param over aborted once it is not ours any more, whatever the clock says.
   */
  constructor(
    partition: number,
    lease: Lease,
    private readonly isHeld: () => boolean,
    private readonly over: AbortSignal,
    private readonly parts: DispatcherParts,
  ) {
    const { ledger, departures, healths, endpoints: repository, causes, post, lanes, marks, announcer, plan } = parts;
    this.endpoints = new PartitionEndpoints(repository, partition);
    this.flights = new Flights(departures, ledger, partition, lease, over);
    this.rows = new PartitionRows(ledger, partition, lease, this.flights);
    this.health = new HealthWatch(partition, healths, repository);
    this.gates = new EndpointGates(this.health);
    const { endpoints, flights, rows, health, gates } = this;
    const senderParts = { endpoints, repository, rows, causes, flights, gates, health, post, lanes, marks };
    this.sender = new PartitionSender(isHeld, this.stopping.signal, () => this.wake(), senderParts);
    const plannerParts = { announcer, plan, endpoints, gates, flights, sender: this.sender };
    this.planner = new PartitionPlanner(lease, isHeld, plannerParts);
  }

  start(): void {
    this.sweeping = this.sweepUntilStopped();
  }

  /** Something is due: a ping, a retry somebody asked for. */
  wake(): void {
    this.awake.resolve();
    this.awake = Promise.withResolvers<void>();
  }

  /** Plans an event and begins to send it. Once this resolves its numbers are kept: the message may be acknowledged. */
  async take(event: WebhookEvent): Promise<void> {
    await this.takenOver.promise;
    if (this.over.aborted) throw new Error('this partition is somebody else’s now');
    await this.sender.room();
    await this.planner.take(event);
  }

  /** Starts nothing more, and finishes and marks what is in the air. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.takenOver.resolve();
    this.wake();
    await this.sweeping;
    await this.sender.stop();
    await this.health.settled();
    await this.flights.tidy().catch((error: unknown) => this.logger.debug({ error }));
  }

  private async sweepUntilStopped(): Promise<void> {
    await this.untilDone(async () => {
      await this.flights.takeOver();
      await this.rows.takeOver();
      await this.health.load();
    });
    this.takenOver.resolve();
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
    const { rows: ledger, sender } = this;
    const endpoints = await this.endpoints.refresh();
    await this.flights.tidy();
    await this.health.reconcile(endpoints, new Date());
    await this.ping(endpoints.values());
    await this.replay(endpoints.values());
    await ledger.release((id) => endpoints.get(id)?.status === 'active');
    const isOurs = (id: string) => sender.isOurs(id);
    const shut = this.gates.shut(endpoints.keys(), new Date());
    const { rows, isAll } = await ledger.claimDue(isOurs, [...sender.catchingUp], shut);
    // The ping of an endpoint made meanwhile is among them: nobody to send to, it would be put aside for ever.
    if (!rows.every(({ recipient }) => endpoints.has(recipient))) await this.endpoints.refresh();
    const waiting = await ledger.putOffFollowers(rows, isOurs);
    const ready = rows.filter(({ _id }) => !waiting.has(_id));
    for (const [recipient, due] of Map.groupBy(ready, (row) => row.recipient)) await this.sendDue(recipient, due);
    await sender.room();
    return !isAll;
  }

  private async sendDue(recipient: string, due: readonly WebhookDelivery[]): Promise<void> {
    const endpoint = this.endpoints.get(recipient);
    const isWanted = ({ sequence }: WebhookDelivery) =>
      endpoint !== undefined && (reception[endpoint.status] === 'send' || sequence === undefined);
    const wanted = due.filter(isWanted);
    if (endpoint && wanted.length) {
      this.sender.sendInTurn(this.gates.next(endpoint, wanted, new Date()), endpoint);
      if (paceMs(endpoint) > 0) setTimeout(() => this.wake(), paceMs(endpoint)).unref();
    }
    // Paused: kept for later. Gone or disabled: nobody wants it.
    const state = endpoint && reception[endpoint.status] === 'hold' ? 'held' : 'cancelled';
    for (const row of due) if (!isWanted(row)) await this.rows.putAside(row._id, state);
  }

  /** An endpoint whose creation was cut short is still asked for a sign of life. */
  private async ping(endpoints: Iterable<Endpoint>): Promise<void> {
    for (const endpoint of endpoints) {
      const cause = pingCause(endpoint);
      if (endpoint.status !== 'unverified' || this.pinged.has(cause)) continue;
      await this.parts.queueTest.ping(endpoint, new Date());
      this.pinged.add(cause);
    }
  }

  /** What owners asked to be sent again, or for the first time. */
  private async replay(endpoints: Iterable<Endpoint>): Promise<void> {
    for (const endpoint of endpoints) {
      if (!endpoint.replay) continue;
      const flying = this.flights.matching(({ recipient }) => recipient === endpoint._id);
      const told = new Set(flying.map(({ resource }) => resource));
      await this.parts.replays.execute(endpoint, endpoint.replay, told, (outgoing) =>
        this.planner.takePast(outgoing, endpoint),
      );
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
