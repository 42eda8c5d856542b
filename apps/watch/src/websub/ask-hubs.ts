import { Inject, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { OutboundHttp } from '#outbound-http';
import { Database, digest, isDatabaseAway, Leases, newSecret } from '#persistence';
import type { FetchState } from '../polling/fetch-state.ts';
import { StateRepository } from '../polling/state.repository.ts';
import { type HubSubscription, isToAsk, wantedLeaseSeconds } from './subscription.ts';
import { HubSubscriptions } from './subscriptions.ts';

export const ORIGIN = Symbol('public origin');

const everyMs = 10 * 60_000;
const leaseMs = 5 * 60_000;
const most = 50;

/** Asks the hubs that feeds name to tell us of changes. Polls go on meanwhile, and behind it: a hub is never relied upon. */
@Injectable()
export class AskHubs {
  private readonly logger = new Logger(AskHubs.name);

  constructor(
    private readonly database: Database,
    private readonly states: StateRepository,
    private readonly subscriptions: HubSubscriptions,
    private readonly leases: Leases,
    private readonly http: OutboundHttp,
    @Inject(ORIGIN) private readonly origin: string,
  ) {}

  @Interval(everyMs)
  async tick(): Promise<void> {
    if (!this.database.isReady) return;
    try {
      await this.leases.whileHeld('ask-hubs', leaseMs, () => this.ask(new Date()));
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.error({ error });
    }
  }

  /** @returns how many hubs were asked */
  async ask(now: Date): Promise<number> {
    await this.subscriptions.clean(now);
    const states = await this.states.withHub();
    const latest = await this.subscriptions.latest(states.map(({ _id }) => _id));
    const due = states.filter(({ _id }) => isToAsk(latest.get(_id), now)).slice(0, most);
    for (const state of due) await this.subscribe(state, now);
    return due.length;
  }

  private async subscribe({ _id: source, hub }: FetchState, now: Date): Promise<void> {
    if (!hub) return;
    const token = newSecret();
    const asked: HubSubscription = {
      ...{ _id: digest(token), source, hub: hub.url, topic: hub.topic },
      ...{ status: 'asked', askedAt: now, leaseUntil: null, pushedAt: null },
    };
    // Kept first: a hub may confirm before it has answered.
    await this.subscriptions.model.collection.insertOne(asked as never);
    const body = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.topic': hub.topic,
      'hub.callback': `${this.origin}/api/v1/watch/websub/${token}`,
      'hub.lease_seconds': String(wantedLeaseSeconds),
    }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await this.http.send({ method: 'POST', url: hub.url, headers, body });
    if (answer.outcome === 'answered' && answer.status < 300) return;
    await this.subscriptions.deny(token);
  }
}
