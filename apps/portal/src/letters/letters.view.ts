import { families } from '#taxonomy';
import { counted, spaced } from '../pages/french.ts';
import type { Announcements } from '../resources/answers.ts';
import { pathOf } from '../resources/resource.view.ts';
import { monthInWords } from '../subscriptions/months-chart.ts';

const kinds = {
  published: 'Nouvelle',
  revised: 'Mise à jour',
  reference: 'Référence nationale',
  withdrawn: 'Retirée',
} as const;

/** Months by year, the last first. */
export const monthsView = (months: readonly { month: string; count: number }[]) => {
  const years = Map.groupBy(months, ({ month }) => month.slice(0, 4));
  return [...years]
    .sort(([a], [b]) => b.localeCompare(a))
    .map(([year, items]) => ({
      year,
      months: items
        .toSorted((a, b) => b.month.localeCompare(a.month))
        .map(({ month, count }) => ({
          path: `/lettres/${month}`,
          label: monthInWords(month),
          count: counted(count, 'annonce', 'annonces'),
        })),
    }));
};

/** What was told in a month, by family, the families in their own order. */
export const letterView = (month: string, cursor: string | undefined, { items, total, next }: Announcements) => {
  const byFamily = Map.groupBy(items, ({ resource }) => resource.family);
  const following = next && new URL(next, 'http://localhost').searchParams.get('cursor');
  return {
    total: counted(total, 'annonce', 'annonces'),
    families: families.terms
      .filter(({ id }) => byFamily.has(id))
      .map(({ id, label }) => ({
        id,
        label,
        items: (byFamily.get(id) ?? []).map(({ kind, at, resource }) => ({
          kind: kinds[kind],
          isReference: kind === 'reference',
          at,
          path: pathOf(resource.id),
          title: spaced(resource.title),
          language: resource.language === 'fr' ? null : resource.language,
          text: spaced(kind === 'revised' && resource.change ? resource.change : resource.summary),
          applies: resource.fieldTest && spaced(resource.fieldTest.sentence),
          network: resource.network.name,
        })),
      })),
    pagination: (cursor || following) && {
      first: cursor && `/lettres/${month}`,
      next: following && `/lettres/${month}?cursor=${encodeURIComponent(following)}`,
    },
  };
};
