import { formErrors } from '../forms/refused.ts';
import { spaced } from '../pages/french.ts';
import type { Refusal } from '../sign-in/acting-api.ts';
import { type ItemFacts, itemPath, watchTrail } from './item.facts.ts';

export const mergePage = new URL('./merge.hbs', import.meta.url);

/** Words that two titles share, so that what is likely the same comes first. */
const nearness = (one: string, other: string): number => {
  const words = (title: string) => new Set(title.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []);
  const mine = words(one);
  return [...words(other)].filter((word) => mine.has(word)).length;
};

export const mergeView = (item: ItemFacts, others: readonly ItemFacts[], refusal?: Refusal) => {
  const { errors, errorAt } = formErrors(refusal, ['into']);
  return {
    title: 'Réunir à une autre',
    isHidden: true,
    about: spaced(item.title),
    breadcrumb: [...watchTrail, { label: 'Information', path: itemPath(item.id) }, { label: 'Réunir' }],
    action: `${itemPath(item.id)}/reunir`,
    cancelPath: itemPath(item.id),
    errors,
    error: errorAt.into,
    options: others
      .toSorted((a, b) => nearness(item.title, b.title) - nearness(item.title, a.title))
      .map(({ id, title, source }) => ({ value: id, label: spaced(title), hint: source.name })),
  };
};
