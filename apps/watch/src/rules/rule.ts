import { type Item, orderOf } from '../items/item.ts';
import { folded, keywordsIn } from '../items/relevance.ts';
import { citesAny } from './cited-text.ts';

/** Which items a rule is for: all that is said must hold, and one of each list. */
export interface Condition {
  readonly keywords: readonly string[];
  /** « loi n° 2024-344 », « article 200 du CGI », as texts are cited. */
  readonly citedTexts: readonly string[];
  readonly themes: readonly string[];
  readonly territories: readonly string[];
  /** Ids of sources. */
  readonly sources: readonly string[];
}

/** What happens to them. */
export interface Effect {
  readonly labels: readonly string[];
  readonly themes: readonly string[];
  readonly priority: 0 | 1 | 2 | null;
  /** A person’s id. */
  readonly assignee: string | null;
  /** For whom it is drafted; absent: for everybody. */
  readonly sector?: string | undefined;
  readonly drop: boolean;
}

export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly when: Condition;
  readonly effect: Effect;
}

type Judged = Pick<Item, 'title' | 'text' | 'themes' | 'territories' | 'source' | 'legalIds'>;

const shares = (some: readonly string[], wanted: readonly string[]): boolean =>
  wanted.length === 0 || wanted.some((one) => some.includes(one));

export const concerns = ({ when }: Pick<Rule, 'when'>, item: Judged): boolean => {
  if (!shares([item.source], when.sources) || !shares(item.themes, when.themes)) return false;
  if (!shares(item.territories, when.territories)) return false;
  const said = folded(`${item.title}\n${item.text}`);
  if (when.keywords.length && keywordsIn(said, when.keywords).length === 0) return false;
  return when.citedTexts.length === 0 || citesAny(said, when.citedTexts);
};

type Ruled = Omit<Item, 'v' | 'order'>;

const union = <Of>(one: readonly Of[], other: readonly Of[]): Of[] => [...new Set([...one, ...other])];

/** What the rules, in their order, make of a new item. A rule that drops it has the last word. */
export const applied = <One extends Ruled>(rules: readonly Rule[], item: One): One & { order: string } => {
  let ruled = item;
  for (const rule of rules) {
    if (!rule.isActive || !concerns(rule, ruled)) continue;
    const { labels, themes, priority, assignee, sector, drop } = rule.effect;
    ruled = {
      ...ruled,
      labels: union(ruled.labels, labels),
      themes: union(ruled.themes, themes).slice(0, 10),
      priority: priority ?? ruled.priority,
      assignee: assignee ?? ruled.assignee,
      ...(sector ? { sector } : {}),
      status: drop ? 'dropped' : ruled.status,
    };
  }
  return { ...ruled, order: orderOf(ruled) };
};
