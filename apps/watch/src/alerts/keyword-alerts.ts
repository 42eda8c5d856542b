import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database } from '#persistence';
import type { Item } from '../items/item.ts';
import { folded, keywordsIn } from '../items/relevance.ts';

/** Words about which somebody wants to hear as soon as a source says them. */
export interface KeywordAlert {
  readonly _id: string;
  readonly person: string;
  readonly keywords: readonly string[];
  readonly family: string | null;
  readonly urgency: 'now' | 'digest';
  readonly createdAt: string;
}

export interface Matched {
  readonly person: string;
  readonly keywords: string[];
  readonly titles: string[];
  readonly urgency: 'now' | 'digest';
}

const mostTitles = 20;
const freshMs = 2_000;

@Injectable()
export class KeywordAlerts {
  readonly model: Model<KeywordAlert>;
  private kept: { readonly alerts: Promise<readonly KeywordAlert[]>; readonly until: number } | undefined;

  constructor(database: Database) {
    const schema = new Schema({ _id: String }, { strict: false });
    this.model = database.model<KeywordAlert>('alerts', schema.index({ person: 1, _id: 1 }));
  }

  /** As they were at most two seconds ago. */
  private async all(): Promise<readonly KeywordAlert[]> {
    const now = Date.now();
    // Asked for once, by however many polls at the same time.
    if (!this.kept || this.kept.until < now) this.kept = { alerts: this.load(), until: now + freshMs };
    return this.kept.alerts;
  }

  private async load(): Promise<readonly KeywordAlert[]> {
    try {
      return await this.model.find().limit(5_000).lean<KeywordAlert[]>();
    } catch (error) {
      this.kept = undefined;
      throw error;
    }
  }

  /** Who asked to hear of any of these, once each, with what they asked for. */
  async matching(items: readonly Pick<Item, 'title' | 'text' | 'family' | 'status'>[]): Promise<Matched[]> {
    const told = items.filter(({ status }) => status === 'new');
    if (told.length === 0) return [];
    const alerts = await this.all();
    if (alerts.length === 0) return [];
    const said = told.map((item) => ({ ...item, folded: folded(`${item.title}\n${item.text}`) }));
    const byPerson = new Map<string, Matched>();
    for (const { person, keywords, family, urgency } of alerts) {
      for (const { title, folded: text, family: own } of said) {
        const found = family === null || family === own ? keywordsIn(text, keywords) : [];
        if (found.length === 0) continue;
        const before = byPerson.get(person) ?? { person, keywords: [], titles: [], urgency: 'digest' as const };
        byPerson.set(person, {
          person,
          keywords: [...new Set([...before.keywords, ...found])],
          titles: [...new Set([...before.titles, title])].slice(0, mostTitles),
          urgency: urgency === 'now' ? 'now' : before.urgency,
        });
      }
    }
    return [...byPerson.values()];
  }
}
