import { Injectable } from '@nestjs/common';
import type { Announcement } from '#contracts';
import { KeywordAlerts } from '../alerts/keyword-alerts.ts';
import type { Item } from '../items/item.ts';
import { toPerson, Watchers } from '../notices/watchers.ts';
import type { Source } from '../sources/source.ts';
import { type FetchState, isAlarming, isSilent, type Quarantine } from './fetch-state.ts';

/** What is to be told of a source, and what keeps it from being told twice. */
export interface Told {
  readonly announced: Announcement[];
  readonly changes: Partial<FetchState>;
}

const nothing: Told = { announced: [], changes: {} };

/** Tells who answers for a source, once, when it fails or falls silent, and once when it is well again. */
@Injectable()
export class HealthNotices {
  constructor(
    private readonly watchers: Watchers,
    private readonly alerts: KeywordAlerts,
  ) {}

  async afterFailure(source: Source, state: FetchState, now: Date): Promise<Told> {
    if (!isAlarming(state, now)) return nothing;
    const { failures, failingSince, lastError } = state;
    const facts = { ...factsOf(source), failures, failingSince, error: lastError };
    return {
      announced: await this.watchers.tell(source.network, 'source.failing', facts, 'now'),
      changes: { toldFailingAt: now.toISOString() },
    };
  }

  /** @param before how it was, when the answer changed it: something new ends a silence */
  async afterAnswer(source: Source, state: FetchState, now: Date, before: FetchState = state): Promise<Told> {
    const recovered = before.toldFailingAt
      ? await this.watchers.tell(source.network, 'source.recovered', {
          ...factsOf(source),
          failingSince: before.failingSince,
        })
      : [];
    const isNew = state.lastNewAt !== before.lastNewAt;
    if (isNew && before.toldSilentAt) {
      const speaks = await this.watchers.tell(source.network, 'source.speaking', factsOf(source));
      return { announced: [...recovered, ...speaks], changes: { toldSilentAt: null } };
    }
    if (!isSilent(state, source, now)) return { announced: recovered, changes: {} };
    const facts = { ...factsOf(source), lastNewAt: state.lastNewAt ?? state.since };
    const silent = await this.watchers.tell(source.network, 'source.silent', facts);
    return { announced: [...recovered, ...silent], changes: { toldSilentAt: now.toISOString() } };
  }

  /** Of new items: that they are held back, or that somebody asked to hear of such. */
  async ofItems(
    source: Source,
    fresh: readonly Omit<Item, 'v'>[],
    quarantine: Quarantine | null,
  ): Promise<Announcement[]> {
    if (quarantine) {
      const { items, reason } = quarantine;
      return this.watchers.tell(source.network, 'source.quarantined', { ...factsOf(source), items, reason });
    }
    const matched = await this.alerts.matching(fresh);
    return matched.map(({ person, keywords, titles, urgency }) =>
      toPerson(person, 'item.matched', { ...factsOf(source), keywords, titles }, urgency),
    );
  }
}

const factsOf = ({ _id: sourceId, name }: Source) => ({ sourceId, name });
