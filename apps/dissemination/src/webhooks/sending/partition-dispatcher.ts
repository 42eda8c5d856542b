import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Slots } from '#messaging';
import { isDatabaseAway, type Lease } from '#persistence';
import type { LedgerRepository } from '../../ledger/ledger.repository.ts';
import type { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import { type Endpoint, paceMs, pingCause, reception } from '../endpoints/endpoint.ts';
import type { Announcer } from '../events/announcer.ts';
import type { Outgoing, WebhookEvent } from '../events/outgoing.ts';
import type { Planned, PlanWebhooks, Sequences } from '../events/plan-webhooks.ts';
import type { ReplayEndpoint } from '../log/replay-endpoint.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import { Causes } from './causes.ts';
import type { DeliveryMarks } from './delivery-marks.ts';
import type { Ending } from './ending.ts';
import { EndpointGates, type Post } from './endpoint-gates.ts';
import type { HealthRepository } from './health.repository.ts';
import { HealthWatch } from './health-watch.ts';
import { PartitionRows } from './partition-rows.ts';
import type { PostWebhook } from './post-webhook.ts';
import type { QueueTest } from './queue-test.ts';
import type { SendingLanes } from './sending-lanes.ts';

const mostPending = 1_000;
const pollMs = 1_000;
const decidedMs = 100;

export interface DispatcherParts {
  readonly endpoints: EndpointRepository;
  readonly healths: HealthRepository;
  readonly ledger: LedgerRepository;
  readonly announcer: Announcer;
  readonly plan: PlanWebhooks;
  readonly post: PostWebhook;
  readonly queueTest: QueueTest;
  readonly replays: ReplayEndpoint;
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
  private readonly causes: Causes;
  private readonly health: HealthWatch;
  private readonly gates: EndpointGates;
  private readonly stopping = new AbortController();
  /** Rows given to the lanes and not yet marked: the sweep leaves them alone. */
  private readonly mine = new Set<string>();
  /** Endpoints that are being sent what waited for them: until that is done, the sweep leaves the rest there. */
  private readonly catchingUp = new Set<string>();
  private readonly pinged = new Set<string>();
  /** As they were read last: what waits for its turn goes where its endpoint is by then. */
  private endpoints: ReadonlyMap<string, Endpoint> = new Map();
  private sequences: Sequences = new Map();
  /** Numbers are given by one at a time, whichever stream it came from. */
  private readonly planning = new Slots(1);
  private readonly heard: { outgoing: readonly Outgoing[]; planned: PromiseWithResolvers<void> }[] = [];
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
    this.causes = new Causes(parts.ledger);
    this.health = new HealthWatch(partition, parts.healths, parts.endpoints);
    this.gates = new EndpointGates(this.health);
  }

  start(): void {
    this.sweeping = this.sweepUntilStopped();
  }

  /** Something is due: a ping, a retry somebody asked for. */
  wake(): void {
    this.awake.resolve();
    this.awake = Promise.withResolvers<void>();
  }

  /**
   * Plans an event and begins to send it. Once this resolves the ledger has it: the message may be acknowledged. What comes
   * while others are being planned is planned together, in the order it came.
   */
  async take(event: WebhookEvent): Promise<void> {
    await this.parts.lanes.drained(this, mostPending);
    const outgoing = await this.parts.announcer.outgoing(event);
    if (outgoing.length === 0) return;
    const planned = Promise.withResolvers<void>();
    this.heard.push({ outgoing, planned });
    void this.planning.run(() => this.planHeard());
    await planned.promise;
  }

  /** Starts nothing more, and finishes and marks what is in the air. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.sweeping;
    this.parts.lanes.clear(this);
    await this.parts.lanes.drained(this);
    await this.health.settled();
  }

  private async planHeard(): Promise<void> {
    const heard = this.heard.splice(0);
    if (heard.length === 0) return;
    try {
      await this.refresh();
      await this.begin(heard.flatMap(({ outgoing }) => outgoing));
      for (const { planned } of heard) planned.resolve();
    } catch (error) {
      for (const { planned } of heard) planned.reject(error);
    }
  }

  private async begin(outgoing: readonly Outgoing[]): Promise<void> {
    const { fresh, known, kept, hasMore } = await this.plan(outgoing, [...this.endpoints.values()]);
    // Known before the first leaves: what follows then needs the database for marks alone.
    for (const cause of kept) this.causes.remember(cause);
    await this.causes.learn(fresh.map(({ cause }) => cause));
    for (const row of fresh) this.send(row);
    if (hasMore) this.wake();
    await this.resume(known);
  }

  private async plan(outgoing: readonly Outgoing[], endpoints: readonly Endpoint[]): Promise<Planned> {
    if (!this.isHeld()) throw new LeaseLapsed(`partition ${this.partition}`);
    const dueAt = (endpoint: Endpoint, { isPast }: Outgoing, now: Date) =>
      this.gates.dueAt(endpoint, now) ?? (isPast ? now : null);
    try {
      const holder = { sequences: this.sequences, fence: this.lease.fence, dueAt };
      return await this.parts.plan.execute(outgoing, endpoints, holder);
    } catch (error) {
      // Whoever else gave numbers, ours are to be learnt again.
      this.sequences = new Map();
      throw error;
    }
  }

  /** An event that comes again finds what a kill, or a write cut short, left of its first time. */
  private async resume(known: readonly WebhookDelivery[]): Promise<void> {
    const isLeft = ({ _id, state, attempts, gathered }: WebhookDelivery) =>
      state === 'pending' && attempts === 0 && !gathered && !this.mine.has(_id);
    const left = known.filter(isLeft);
    if (left.length === 0) return;
    await this.rows.hurry(left.map(({ _id }) => _id));
    this.wake();
  }

  private send(row: WebhookDelivery): void {
    const endpoint = this.endpoints.get(row.recipient);
    if (!endpoint || this.mine.has(row._id)) return;
    this.mine.add(row._id);
    this.parts.lanes.give(this, new URL(endpoint.url).origin, async () => {
      await this.attempt([row]);
    });
  }

  /** What waited goes one after the other, so that it arrives in order; none of it after a 410. */
  private sendInTurn(posts: readonly Post[], endpoint: Endpoint): void {
    if (posts.length === 0) return;
    this.catchingUp.add(endpoint._id);
    for (const { _id } of posts.flat()) this.mine.add(_id);
    this.parts.lanes.give(this, new URL(endpoint.url).origin, async () => {
      const outcomes: (Ending['outcome'] | null)[] = [];
      const stuck = new Set<string>();
      for (const post of posts) {
        // What follows something that did not arrive waits for it.
        if (outcomes.at(-1) === 'gone' || post.some((row) => row.follows && stuck.has(row.resource ?? '')))
          this.leave(post);
        else {
          const outcome = await this.attempt(post);
          outcomes.push(outcome);
          if (outcome !== 'delivered') for (const { resource } of post) stuck.add(resource ?? '');
        }
      }
      this.catchingUp.delete(endpoint._id);
      // There may be more. What could not even be tried waits for the next look.
      if (!outcomes.includes(null)) this.wake();
    });
  }

  private leave(post: Post): void {
    for (const { _id } of post) this.mine.delete(_id);
  }

  /** Never throws: what went wrong is tried again when it is due. */
  private async attempt(post: Post): Promise<Ending['outcome'] | null> {
    try {
      return await this.deliver(post);
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.error(error);
      return null;
    } finally {
      this.leave(post);
    }
  }

  private async deliver(post: Post): Promise<Ending['outcome'] | null> {
    const items = await this.causes.itemsOf(post);
    await this.parts.marks.room();
    // A lease that lapsed while the process slept is renewed yet, or lost: what waited is then somebody else's to send.
    while (!this.isHeld() && !this.stopping.signal.aborted) await this.rest(decidedMs);
    if (this.stopping.signal.aborted) return null;
    const endpoint = this.endpoints.get(post[0].recipient);
    if (!endpoint || !this.isWantedNow(post, endpoint)) return null;
    const ending = items ? await this.parts.post.execute(items, endpoint) : withoutPayload();
    // Before the mark: a kill between the two repeats a ping, and never leaves its endpoint closed.
    await this.learnFrom(ending, post, endpoint);
    await Promise.all(post.map((row) => this.parts.marks.add(row, ending)));
    return ending.outcome;
  }

  /** The breaker may have opened, or its owner paused it, while this waited for its turn. */
  private isWantedNow([row]: Post, { _id, status, ...endpoint }: Endpoint): boolean {
    if (row.sequence === undefined) return true;
    if (reception[status] !== 'send') return false;
    // Shut by its own pace: that is what let this one through.
    return row.manual === true || paceMs(endpoint) > 0 || !this.gates.isShut(_id, new Date());
  }

  /** A ping that is answered opens the door; an endpoint that is gone is not asked again. */
  private async learnFrom(ending: Ending, [row]: Post, endpoint: Endpoint): Promise<void> {
    const now = new Date();
    if (ending.outcome === 'delivered' && row.cause === pingCauseOrTest(row, endpoint)) await this.open(endpoint, now);
    if (ending.outcome === 'retry' && ending.patienceUntil) this.gates.waitUntil(endpoint._id, ending.patienceUntil);
    await this.health.learn(endpoint, ending, row.sequence === undefined, now);
  }

  private async open({ _id, status, addresses }: Endpoint, now: Date): Promise<void> {
    if (status !== 'unverified') return;
    const isSame = (endpoint: Endpoint) => endpoint.status === 'unverified' && endpoint.addresses === addresses;
    await this.parts.endpoints.change(_id, (endpoint) => (isSame(endpoint) ? { status: 'active' } : null), now);
    this.wake();
  }

  private async sweepUntilStopped(): Promise<void> {
    await this.untilDone(async () => {
      await this.rows.takeOver();
      await this.health.load();
    });
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
    const endpoints = await this.refresh();
    await this.health.reconcile(endpoints, new Date());
    await this.ping(endpoints.values());
    await this.replay(endpoints.values());
    await this.rows.release((id) => endpoints.get(id)?.status === 'active');
    const isOurs = (id: string) => this.mine.has(id);
    const shut = this.gates.shut(endpoints.keys(), new Date());
    const { rows, isAll } = await this.rows.claimDue(isOurs, [...this.catchingUp], shut);
    // The ping of an endpoint made meanwhile is among them: nobody to send to, it would be put aside for ever.
    if (!rows.every(({ recipient }) => endpoints.has(recipient))) await this.refresh();
    const waiting = await this.rows.putOffFollowers(rows, isOurs);
    const ready = rows.filter(({ _id }) => !waiting.has(_id));
    for (const [recipient, due] of Map.groupBy(ready, (row) => row.recipient)) await this.sendDue(recipient, due);
    await this.parts.lanes.drained(this, mostPending);
    return !isAll;
  }

  private async sendDue(recipient: string, due: readonly WebhookDelivery[]): Promise<void> {
    const endpoint = this.endpoints.get(recipient);
    const isWanted = ({ sequence }: WebhookDelivery) =>
      endpoint !== undefined && (reception[endpoint.status] === 'send' || sequence === undefined);
    const wanted = due.filter(isWanted);
    if (endpoint && wanted.length) {
      this.sendInTurn(this.gates.next(endpoint, wanted, new Date()), endpoint);
      if (paceMs(endpoint) > 0) setTimeout(() => this.wake(), paceMs(endpoint)).unref();
    }
    // Paused: kept for later. Gone or disabled: nobody wants it.
    const state = endpoint && reception[endpoint.status] === 'hold' ? 'held' : 'cancelled';
    for (const row of due) if (!isWanted(row)) await this.rows.putAside(row._id, state);
  }

  private async refresh(): Promise<ReadonlyMap<string, Endpoint>> {
    const found = await this.parts.endpoints.ofPartition(this.partition);
    this.endpoints = new Map(found.map((endpoint) => [endpoint._id, endpoint]));
    return this.endpoints;
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
      await this.parts.replays.execute(endpoint, endpoint.replay, (outgoing) =>
        this.planning.run(async () => void (await this.plan(outgoing, [endpoint]))),
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

/** Any sign of life counts: the ping of the present address, or one that its owner asked for. */
const pingCauseOrTest = ({ cause, type }: WebhookDelivery, endpoint: Endpoint): string =>
  type === 'ping' && cause.startsWith('test-') ? cause : pingCause(endpoint);

/** Nothing to send, now or later: its owner sees it failed. */
const withoutPayload = (): Ending => ({
  outcome: 'failed',
  attempt: { at: new Date(), status: null, latencyMs: 0, answer: null, error: 'no-payload' },
  isTheirs: false,
});
