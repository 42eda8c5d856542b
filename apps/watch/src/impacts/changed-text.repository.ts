import { Injectable } from '@nestjs/common';
import { type Announcement, announce, impactFound } from '#contracts';
import { AggregateStore, OutboxRelay, type Stored } from '#messaging';
import { Database } from '#persistence';
import type { Impact } from './judge-impact.ts';
import type { TextChange } from './text-change.ts';

export interface FoundImpact extends Impact {
  readonly resource: string;
  readonly title: string;
  readonly version: number;
}

/** A text that changes others, and the resources that cite those. Its id is its item’s. */
export interface ChangedText extends Stored {
  readonly title: string;
  readonly url: string | null;
  readonly publishedAt: string;
  readonly detectedAt: string;
  readonly own: readonly string[];
  readonly changes: readonly TextChange[];
  /** What it touches, without articles. */
  readonly texts: readonly string[];
  readonly impacts: readonly FoundImpact[];
}

@Injectable()
export class ChangedTextRepository {
  readonly store: AggregateStore<ChangedText>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<ChangedText>(database, relay, 'changed_texts', [[{ texts: 1, detectedAt: 1 }]]);
    this.store.reannounces((text) => text.impacts.map((impact) => told(text, impact)));
  }

  /** How many public resources cite what each of these texts changes. */
  async citedBy(ids: readonly string[]): Promise<Map<string, number>> {
    const found = await this.store.model
      .find({ _id: { $in: [...ids] } } as never, { impacts: 1 })
      .lean<Pick<ChangedText, '_id' | 'impacts'>[]>();
    const isTold = ({ level }: FoundImpact) => level !== 'possible';
    return new Map(found.map(({ _id, impacts }) => [_id, impacts.filter(isTold).length]));
  }

  async touching(texts: readonly string[], since: Date): Promise<ChangedText[]> {
    if (texts.length === 0) return [];
    return this.store.model
      .find({ texts: { $in: [...texts] }, detectedAt: { $gte: since.toISOString() } } as never, { outbox: 0, relay: 0 })
      .limit(1_000)
      .lean<ChangedText[]>();
  }
}

export const told = (
  { _id: itemId, title: itemTitle, url, publishedAt }: Omit<ChangedText, 'v'>,
  { resource: resourceId, version, level, kind, keys, effectiveAt }: FoundImpact,
): Announcement =>
  announce(impactFound, {
    ...{ itemId, itemTitle, url, publishedAt },
    ...{ resourceId, version, level, kind, keys: [...keys], effectiveAt },
  });
