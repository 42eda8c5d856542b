import { Logger } from '@nestjs/common';
import { announce, endpointNotice } from '#contracts';
import { isDatabaseAway } from '#persistence';
import type { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Ending } from './ending.ts';
import {
  afterDisabled,
  afterEnabled,
  afterFailure,
  afterNotice,
  afterPatience,
  afterSuccess,
  type Health,
  healthy,
  isHopeless,
  isNoticeDue,
  noticeOf,
} from './endpoint-health.ts';
import type { HealthRepository } from './health.repository.ts';

/**
 * Knows how the endpoints of one partition fare, for the holder of its lease. What goes well costs nothing: only failures
 * and what ends them are written.
 */
export class HealthWatch {
  private readonly logger = new Logger(HealthWatch.name);
  private readonly known = new Map<string, Health>();
  private readonly writing = new Map<string, Promise<void>>();

  constructor(
    private readonly partition: number,
    private readonly healths: HealthRepository,
    private readonly endpoints: EndpointRepository,
  ) {}

  /** What an earlier holder knew. */
  async load(): Promise<void> {
    for (const { _id, v: _, partition: __, ...health } of await this.healths.ofPartition(this.partition)) {
      this.known.set(_id, health);
    }
  }

  of(endpoint: string): Health {
    return this.known.get(endpoint) ?? healthy;
  }

  /** Learns from an attempt. What its owner asked for can only do good. */
  async learn(endpoint: Endpoint, ending: Ending, isAsked: boolean, now: Date): Promise<void> {
    const seen = this.of(endpoint._id);
    if (ending.outcome === 'delivered') {
      if (seen.failures > 0) this.keep(endpoint._id, afterSuccess(seen, now), now);
      return;
    }
    if (ending.outcome === 'gone') {
      await this.endpoints.disable(endpoint._id, 'Le point de réception a répondu qu’il n’existe plus (410).', now);
    }
    if (ending.outcome === 'retry' && ending.patienceUntil) {
      this.keep(endpoint._id, afterPatience(seen, ending.patienceUntil), now);
    }
    if (isAsked || !isFailure(ending)) return;
    const { status, error } = ending.attempt;
    const isGivenUp = ending.outcome !== 'retry';
    const health = afterFailure(seen, error ?? `HTTP ${status}`, isGivenUp, now);
    this.keep(endpoint._id, health, now);
    if (isHopeless(health, now))
      await this.endpoints.disable(endpoint._id, 'Cinq jours d’échecs, sans un succès.', now);
  }

  /** Follows what became of the endpoints, and tells their owners what is due. */
  async reconcile(endpoints: ReadonlyMap<string, Endpoint>, now: Date): Promise<void> {
    for (const [id, seen] of this.known) {
      const endpoint = endpoints.get(id);
      if (!endpoint) this.known.delete(id);
      else if (endpoint.status === 'disabled' && !seen.isOver) this.keep(id, afterDisabled(seen, now), now);
      else if (endpoint.status === 'active' && seen.isOver) this.keep(id, afterEnabled(seen), now);
      if (endpoint && isNoticeDue(this.of(id), now)) await this.tell(endpoint, now);
    }
  }

  /** Resolves once all that was learnt is written, or could not be. */
  async settled(): Promise<void> {
    await Promise.all(this.writing.values());
  }

  private async tell(endpoint: Endpoint, now: Date): Promise<void> {
    await this.writing.get(endpoint._id);
    const { kind, urgency, facts } = noticeOf(this.of(endpoint._id), now);
    const { _id: id, network: networkId, description, url, reason } = endpoint;
    const told = { endpoint: id, network: networkId, description, host: new URL(url).host, reason, ...facts };
    const notice = announce(endpointNotice, { networkId, kind, urgency, facts: told });
    await this.healths.put(id, this.partition, afterNotice(this.of(id), now), now, notice);
    this.known.set(id, afterNotice(this.of(id), now));
  }

  /** One write at a time for each endpoint, with what is known by then. */
  private keep(id: string, health: Health, now: Date): void {
    this.known.set(id, health);
    const before = this.writing.get(id) ?? Promise.resolve();
    const write = before
      .then(() => this.healths.put(id, this.partition, this.of(id), now))
      .catch((error: unknown) => {
        // Known all the same, and written with what is learnt next.
        if (!isDatabaseAway(error)) this.logger.error(error);
      })
      .finally(() => {
        if (this.writing.get(id) === write) this.writing.delete(id);
      });
    this.writing.set(id, write);
  }
}

/** Asking for patience is a sign of life; what we could not write is our own fault. */
const isFailure = (ending: Ending): boolean =>
  (ending.outcome === 'retry' && ending.patienceUntil === null) ||
  (ending.outcome === 'failed' && ending.isTheirs) ||
  ending.outcome === 'gone';
