import { z } from 'zod';
import { isTerritory, nearestTerritories, type Vocabulary } from '#taxonomy';

/** Carried by the issues that we raise ourselves: a public code, and the sentence in both languages. */
export interface IssueParams {
  readonly code: string;
  readonly fr: string;
  readonly en: string;
}

/** A zod issue with our code and sentences; `libs/platform` turns it into an entry of `errors`. */
export const issue = (params: IssueParams, input: unknown, path: PropertyKey[] = []) => ({
  code: 'custom' as const,
  message: params.fr,
  input,
  path,
  params: { ...params },
});

const quoted = (terms: readonly string[]) => terms.map((term) => `« ${term} »`).join(', ');

/** The refusal of a term that no vocabulary knows, with the nearest ones that it does. */
export const unknownTerm = (kind: string, term: string, nearest: readonly string[]): IssueParams => ({
  code: `unknown-${kind}`,
  fr: `Terme inconnu : « ${term} ».${nearest.length ? ` Le plus proche : ${quoted(nearest)}.` : ''}`,
  en: `Unknown term: “${term}”.${nearest.length ? ` Did you mean ${nearest.map((near) => `“${near}”`).join(', ')}?` : ''}`,
});

/** A term of a vocabulary: anything else is refused with the nearest terms. */
export const term = <Id extends string>(vocabulary: Vocabulary<Id>) =>
  z
    .string()
    .max(80)
    .check((context) => {
      if (!vocabulary.has(context.value)) {
        context.issues.push(
          issue(unknownTerm(vocabulary.name, context.value, vocabulary.nearest(context.value)), context.value),
        );
      }
    })
    .meta({ enum: [...vocabulary.ids] }) as unknown as z.ZodType<Id, Id>;

/** A territory code: `NAT-FR`, `REG-32`, `DEP-59` (INSEE). */
export const territory = z
  .string()
  .max(80)
  .check((context) => {
    if (!isTerritory(context.value)) {
      context.issues.push(
        issue(unknownTerm('territory', context.value, nearestTerritories(context.value)), context.value),
      );
    }
  });

const duplicated = { code: 'duplicate', fr: 'La même valeur figure deux fois.', en: 'The same value appears twice.' };

/** A list that says each thing once. */
export const distinct = <Item extends z.ZodType>(item: Item, bounds: { min?: number; max: number }) =>
  z
    .array(item)
    .min(bounds.min ?? 0)
    .max(bounds.max)
    .check((context) => {
      context.value.forEach((value, index) => {
        if (context.value.indexOf(value) !== index) context.issues.push(issue(duplicated, value, [index]));
      });
    });
