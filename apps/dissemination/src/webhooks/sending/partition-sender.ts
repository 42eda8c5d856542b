import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { isDatabaseAway } from '#persistence';
import type { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import { type Endpoint, paceMs, pingCause, reception } from '../endpoints/endpoint.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import type { Causes, NothingKept } from './causes.ts';
import type { DeliveryMarks } from './delivery-marks.ts';
import type { Ending } from './ending.ts';
import type { EndpointGates, Post } from './endpoint-gates.ts';
import type { Flights } from './flights.ts';
import type { HealthWatch } from './health-watch.ts';
import type { PartitionEndpoints } from './partition-endpoints.ts';
import type { PartitionRows } from './partition-rows.ts';
import type { PostWebhook } from './post-webhook.ts';
import type { SendingLanes } from './sending-lanes.ts';

const mostPending = 1_000;
const decidedMs = 100;
const againAfterMs = 500;

export interface SenderParts {
  readonly endpoints: PartitionEndpoints;
  readonly repository: EndpointRepository;
  readonly rows: PartitionRows;
  readonly causes: Causes;
  readonly flights: Flights;
  readonly gates: EndpointGates;
  readonly health: HealthWatch;
  readonly post: PostWebhook;
  readonly lanes: SendingLanes;
  readonly marks: DeliveryMarks;
}

/** Sends what one partition's endpoints get, some at a time, and marks how it ended. */
export class PartitionSender {
  private readonly logger = new Logger(PartitionSender.name);
  /** Rows given to the lanes and not yet marked: the sweep leaves them alone. */
  private readonly mine = new Set<string>();
  /** Endpoints that are being sent what waited for them: until that is done, the sweep leaves the rest there. */
  readonly catchingUp = new Set<string>();

  /** @param wake there may be more to do. */
  constructor(
    private readonly isHeld: () => boolean,
    private readonly stopping: AbortSignal,
    private readonly wake: () => void,
    private readonly parts: SenderParts,
  ) {}

  isOurs(id: string): boolean {
    return this.mine.has(id);
  }

  /** There is more to send than leaves in an instant. */
  get isBusy(): boolean {
    return this.mine.size > 32;
  }

  /** Resolves once there is room for more. */
  async room(): Promise<void> {
    await this.parts.lanes.drained(this, mostPending);
  }

  /** Forgets what did not begin, and resolves once what is in the air is marked. */
  async stop(): Promise<void> {
    this.parts.lanes.clear(this);
    await this.parts.lanes.drained(this);
  }

  /** An endpoint that takes nothing any more gets the rest from the ledger: it fills nobody's memory, and nobody waits. */
  stuckSince(endpoint: Endpoint): Date | null {
    return this.parts.lanes.stuckSince(originOf(endpoint));
  }

  /** Sends what was just planned. Resolves once there is room for more. */
  async begin(fresh: readonly WebhookDelivery[]): Promise<void> {
    for (const row of fresh) this.send(row);
    await this.room();
  }

  /** An event that comes again finds what a kill, or a write cut short, left of its first time. */
  async resume(known: readonly WebhookDelivery[], hasMore: boolean): Promise<void> {
    const isLeft = ({ _id, state, attempts, gathered }: WebhookDelivery) =>
      state === 'pending' && attempts === 0 && !gathered && !this.mine.has(_id);
    const left = known.filter(isLeft);
    if (left.length > 0) await this.parts.rows.hurry(left.map(({ _id }) => _id));
    if (left.length > 0 || hasMore) this.wake();
  }

  /** What waited goes one after the other, so that it arrives in order; none of it after a 410. */
  sendInTurn(posts: readonly Post[], endpoint: Endpoint): void {
    if (posts.length === 0) return;
    this.catchingUp.add(endpoint._id);
    for (const { _id } of posts.flat()) this.mine.add(_id);
    this.parts.lanes.give(this, originOf(endpoint), async () => {
      const outcomes = await this.attemptEach(posts);
      this.catchingUp.delete(endpoint._id);
      // There may be more. What could not even be tried waits for the next look.
      if (!outcomes.includes(null)) this.wake();
    });
  }

  private async attemptEach(posts: readonly Post[]): Promise<(Ending['outcome'] | null)[]> {
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
    return outcomes;
  }

  private send(row: WebhookDelivery): void {
    if (this.mine.has(row._id)) return;
    this.mine.add(row._id);
    const endpoint = this.parts.endpoints.get(row.recipient);
    // Deleted at this very moment: the sweep puts it aside.
    if (!endpoint) return void this.keepForLater([row]).finally(() => this.leave([row]));
    this.parts.lanes.give(this, originOf(endpoint), async () => {
      await this.attempt([row]);
    });
  }

  private leave(post: Post): void {
    for (const { _id } of post) this.mine.delete(_id);
  }

  /** Never throws: what went wrong is tried again when it is due. */
  private async attempt(post: Post): Promise<Ending['outcome'] | null> {
    const outcome = await this.deliver(post).catch((error: unknown) => {
      if (!isDatabaseAway(error)) this.logger.error(error);
      return null;
    });
    if (outcome === null) await this.keepForLater(post);
    this.leave(post);
    return outcome;
  }

  private async deliver(post: Post): Promise<Ending['outcome'] | null> {
    const { causes, marks, endpoints, flights } = this.parts;
    const items = await causes.itemsOf(post);
    await marks.room();
    // A lease that lapsed while the process slept is renewed yet, or lost: what waited is then somebody else's to send.
    while (!this.isHeld() && !this.stopping.aborted) await pause(decidedMs, undefined, { ref: false });
    if (this.stopping.aborted) return null;
    const endpoint = endpoints.get(post[0].recipient);
    if (!endpoint || !this.isWantedNow(post, endpoint)) return null;
    const ending = typeof items === 'string' ? nothingToSend(items) : await this.parts.post.execute(items, endpoint);
    // Before the mark: a kill between the two repeats a ping, and never leaves its endpoint closed.
    await this.learnFrom(ending, post, endpoint);
    await Promise.all(
      post.map(async (row) => {
        if (await marks.add(row, ending, flights.has(row._id))) flights.land(row._id);
      }),
    );
    return ending.outcome;
  }

  /**
   * What was in the air and is not sent now is in the ledger from here on, as soon as the database is there. When we stop, the
   * next holder writes it.
   */
  private async keepForLater(post: Post): Promise<void> {
    const { flights, rows } = this.parts;
    const flying = post.filter(({ _id }) => flights.has(_id));
    while (flying.length > 0 && !this.stopping.aborted) {
      try {
        await rows.keep(flying);
        for (const { _id } of flying) flights.land(_id);
        return;
      } catch (error) {
        if (!isDatabaseAway(error)) return this.logger.error({ error, msg: 'left in the air' });
        await pause(againAfterMs, undefined, { ref: false });
      }
    }
  }

  /** The breaker may have opened, or its owner paused it, while this waited for its turn. */
  private isWantedNow([row]: Post, { _id, status, ...endpoint }: Endpoint): boolean {
    if (row.sequence === undefined) return true;
    if (reception[status] !== 'send') return false;
    // Shut by its own pace: that is what let this one through.
    return row.manual === true || paceMs(endpoint) > 0 || !this.parts.gates.isShut(_id, new Date());
  }

  /** A ping that is answered opens the door; an endpoint that is gone is not asked again. */
  private async learnFrom(ending: Ending, [row]: Post, endpoint: Endpoint): Promise<void> {
    const now = new Date();
    if (ending.outcome === 'delivered' && row.cause === pingCauseOrTest(row, endpoint)) await this.open(endpoint, now);
    // Until an address answers, a ping is all that says how it fares.
    const isAsked = row.sequence === undefined && endpoint.status !== 'unverified';
    await this.parts.health.learn(endpoint, ending, isAsked, now);
  }

  private async open({ _id, status, addresses }: Endpoint, now: Date): Promise<void> {
    if (status !== 'unverified') return;
    const isSame = (endpoint: Endpoint) => endpoint.status === 'unverified' && endpoint.addresses === addresses;
    const opened: Partial<Endpoint> = { status: 'active', verifiedAddress: addresses };
    await this.parts.repository.change(_id, (endpoint) => (isSame(endpoint) ? opened : null), now);
    this.wake();
  }
}

const originOf = ({ url }: Endpoint): string => {
  const known = origins.get(url);
  if (known) return known;
  if (origins.size > 20_000) origins.clear();
  const { origin } = new URL(url);
  origins.set(url, origin);
  return origin;
};
const origins = new Map<string, string>();

/** Any sign of life counts: the ping of the present address, or one that its owner asked for. */
const pingCauseOrTest = ({ cause, type }: WebhookDelivery, endpoint: Endpoint): string =>
  type === 'ping' && cause.startsWith('test-') ? cause : pingCause(endpoint);

/** Nothing to send, now or later: its owner sees it failed. */
const nothingToSend = (error: NothingKept): Ending => ({
  outcome: 'failed',
  attempt: { at: new Date(), status: null, latencyMs: 0, answer: null, error },
  isTheirs: false,
});
