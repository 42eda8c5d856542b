import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { digest } from '#persistence';
import { RevisionMismatch } from '#platform';
import { ItemRepository } from '../items/item.repository.ts';
import { RulesNotTried } from './rule.problems.ts';
import { concerns, type Rule } from './rule.ts';
import { Rulebook, type RuleSet } from './rulebook.ts';

const monthMs = 30 * 24 * 3_600_000;
const mostItems = 5_000;
const mostTried = 500;
const shown = 5;

/** What a rule would have done in the last month. */
export interface Trial {
  readonly id: string;
  readonly name: string;
  readonly matched: number;
  /** Some of them, the newest first. */
  readonly examples: readonly { readonly itemId: string; readonly title: string }[];
}

/** What a rule does, whatever it is called and whether it is on: that is what must have been tried. */
const trialOf = (rule: Pick<Rule, 'when' | 'effect'>): string => digest(JSON.stringify([rule.when, rule.effect]));

/** Rules act on what comes; none does before somebody saw what it would have done. */
@Injectable()
export class ChangeRules {
  constructor(
    private readonly rulebook: Rulebook,
    private readonly items: ItemRepository,
  ) {}

  /** Changes nothing but that these were tried. */
  async tryOut(rules: readonly Rule[], now: Date): Promise<{ items: number; trials: Trial[] }> {
    const recent = await this.items.detectedSince(new Date(now.getTime() - monthMs), mostItems);
    const trials = rules.map((rule) => {
      const matched = recent.filter((item) => concerns(rule, item));
      const examples = matched.slice(0, shown).map(({ _id: itemId, title }) => ({ itemId, title }));
      return { id: rule.id, name: rule.name, matched: matched.length, examples };
    });
    await this.rulebook.store.change(async () => {
      const known = await this.rulebook.get();
      const tried = [...new Set([...known.tried, ...rules.map(trialOf)])].slice(-mostTried);
      return this.rulebook.store.save(known, { tried }, now);
    });
    return { items: recent.length, trials };
  }

  /** @throws RevisionMismatch, RulesNotTried */
  async replace(rules: readonly Rule[], revision: number, caller: Principal, now: Date): Promise<RuleSet> {
    const known = await this.rulebook.get();
    if (revisionOf(known) !== revision) throw new RevisionMismatch();
    const tried = new Set([...known.tried, ...known.rules.map(trialOf)]);
    const untried = rules.filter((rule) => rule.isActive && !tried.has(trialOf(rule)));
    if (untried.length) throw new RulesNotTried(untried.map(({ name }) => name));
    const changes = { rules, changes: known.changes + 1, changedBy: caller.id, changedAt: now.toISOString() };
    const changed = await this.rulebook.store.save(known, changes, now);
    this.rulebook.forgetKept();
    return changed;
  }
}

/** Trials are no edit: whoever tried something may still save it. */
export const revisionOf = ({ changes }: RuleSet): number => changes;
