import { extractCitations } from '../citations/extract-citations.ts';
import { legalKeyOf, touches } from '../citations/legal-key.ts';
import type { ChangeKind, TextChange } from './text-change.ts';

export const impactLevels = ['possible', 'probable', 'certain'] as const;
export type ImpactLevel = (typeof impactLevels)[number];

/** What a text does to a resource that cites what it changes. */
export interface Impact {
  readonly level: ImpactLevel;
  readonly kind: ChangeKind;
  /** The references of the resource that are touched. */
  readonly keys: readonly string[];
  readonly effectiveAt: string | null;
}

const canonical =
  /^(?:(?:code|loi|decret|ordonnance|arrete|circulaire|instruction|deliberation|eu|eli|lf|nor|boi|ce|cass):|ECLI:)/;

/** The keys of a reference as somebody gave it: a key, or a citation in words. */
export const keysOfReference = (reference: string): string[] =>
  canonical.test(reference) ? [reference] : extractCitations(reference).map(({ key }) => key);

/** The texts, without their articles: what an index finds quickly. */
export const textsOf = (keys: readonly string[]): string[] => [...new Set(keys.map((key) => legalKeyOf(key).text))];

/** Signed on a day like others: a date is no name. */
const isOnlyDated = (key: string): boolean => /^arrete:\d{4}-\d{2}-\d{2}/.test(key);

/**
 * | level    | when                                                                                     |
 * |----------|------------------------------------------------------------------------------------------|
 * | certain  | a typed link, a person or a new version touches what is cited: the same, in its range, or of the whole text |
 * | probable | the words of the text say so, or only a date names what is touched                        |
 * | possible | it touches a neighbour of what is cited                                                  |
 * | none     | it is the text that is cited, or it only cites                                           |
 *
 * @param own the keys of the text itself
 */
export const judgeImpact = (
  changes: readonly TextChange[],
  own: readonly string[],
  references: readonly string[],
): Impact | null => {
  const cited = references.flatMap((reference) => keysOfReference(reference).map((key) => ({ reference, key })));
  const isItself = textsOf(cited.map(({ key }) => key)).some((text) => textsOf(own).includes(text));
  const considered = isItself ? changes.filter(({ kind }) => kind === 'new-version') : changes;
  const found = considered.flatMap((change) =>
    cited.flatMap(({ reference, key }) => {
      const level = levelOf(change, key);
      return level ? [{ level, reference, change }] : [];
    }),
  );
  const rank = ({ level }: { level: ImpactLevel }) => impactLevels.indexOf(level);
  const best = found.toSorted((one, other) => rank(other) - rank(one))[0];
  if (!best) return null;
  const same = found.filter(({ level }) => level === best.level);
  const dates = same.flatMap(({ change }) => change.effectiveAt ?? []).sort();
  return {
    level: best.level,
    kind: same.find(({ change }) => change.kind === 'repealed')?.change.kind ?? best.change.kind,
    keys: [...new Set(same.map(({ reference }) => reference))],
    effectiveAt: dates[0] ?? null,
  };
};

const levelOf = ({ target, aliases = [], kind, isCertain }: TextChange, cited: string): ImpactLevel | null => {
  const touched = [target, ...aliases].map((key) => touches(key, cited, kind === 'repealed'));
  if (touched.includes('same')) return isCertain && !isOnlyDated(target) ? 'certain' : 'probable';
  return touched.includes('near') ? 'possible' : null;
};
