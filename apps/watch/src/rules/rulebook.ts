import { Injectable } from '@nestjs/common';
import { AggregateStore, OutboxRelay, type Stored } from '#messaging';
import { Database, isDuplicateKey } from '#persistence';
import type { Item } from '../items/item.ts';
import { applied, type Rule } from './rule.ts';

export interface RuleSet extends Stored {
  readonly rules: readonly Rule[];
  /** What was tried on the last month: digests of rules that may act. */
  readonly tried: readonly string[];
  /** Counts the edits. */
  readonly changes: number;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
}

const only = 'shared';
const freshMs = 2_000;

/** The one set of rules that all who watch share. */
@Injectable()
export class Rulebook {
  readonly store: AggregateStore<RuleSet>;
  private kept: { readonly rules: Promise<readonly Rule[]>; readonly until: number } | undefined;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<RuleSet>(database, relay, 'rules');
  }

  async get(): Promise<RuleSet> {
    const found = await this.store.find(only);
    if (found) return found;
    const empty = { _id: only, rules: [], tried: [], changes: 0, changedBy: null, changedAt: null };
    await this.store.insert(empty, new Date()).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
    return (await this.store.find(only)) as RuleSet;
  }

  /** Those that act, as they were at most two seconds ago. */
  async active(): Promise<{ applied(item: Omit<Item, 'v' | 'order'>): Omit<Item, 'v'> }> {
    const now = Date.now();
    // Asked for once, by however many polls at the same time.
    if (!this.kept || this.kept.until < now) this.kept = { rules: this.load(), until: now + freshMs };
    const rules = await this.kept.rules;
    return { applied: (item) => applied(rules, item) };
  }

  private async load(): Promise<readonly Rule[]> {
    try {
      const { rules } = (await this.store.find(only)) ?? { rules: [] };
      return rules.filter(({ isActive }) => isActive);
    } catch (error) {
      this.forgetKept();
      throw error;
    }
  }

  forgetKept(): void {
    this.kept = undefined;
  }
}
