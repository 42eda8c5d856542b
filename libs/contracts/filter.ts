import { z } from 'zod';
import {
  audiences,
  families,
  formats,
  isTerritory,
  leavesOf,
  nearest,
  scales,
  scopeLeaves,
  sectors,
  supports,
  supportTasks,
  themes,
} from '#taxonomy';
import { line } from './contribution.ts';
import type { AnnouncedResource } from './resource.ts';
import { stems } from './stems.ts';
import { issue, term, territory } from './vocabulary-terms.ts';

const any = <Item extends z.ZodType>(item: Item) =>
  z
    .union([item.transform((value) => [value]), z.array(item).min(1).max(120)])
    .transform((values) => [...new Set(values as z.output<Item>[])].sort());

const names = {
  family: any(term(families)),
  format: any(term(formats)),
  theme: any(term(themes)),
  territory: any(territory),
  scale: any(term(scales)),
  audience: any(term(audiences)),
  support: any(term(supports)),
  sector: any(term(sectors)),
  task: any(term(supportTasks)),
  label: any(z.enum(['reference'])),
  network: any(line(200)),
  verdict: any(z.enum(['everywhere', 'inspiration'])),
  elsewhere: any(z.enum(['inspiration'])),
  closesBefore: any(z.iso.date().or(z.iso.datetime({ offset: true }))),
  q: any(line(200)),
} as const;

export const filterNames = Object.keys(names) as (keyof typeof names)[];

/** Unknown names that are said, each with its nearest: looking for those takes time. */
const mostUnknown = 20;

const unknownName = (name: string) => {
  const near = nearest(name, filterNames);
  return {
    code: 'unknown-field',
    fr: `Filtre inconnu : « ${name} ».${near.length ? ` Le plus proche : ${near.map((n) => `« ${n} »`).join(', ')}.` : ''}`,
    en: `Unknown filter: “${name}”.${near.length ? ` Did you mean ${near.map((n) => `“${n}”`).join(', ')}?` : ''}`,
  };
};

/**
 * The one filter grammar, for search, feeds, newsletters and webhooks: values of one name are alternatives,
 * names add up. An unknown name or value is refused with the nearest ones. Values come out distinct and sorted.
 */
export const filter = z
  .record(z.string(), z.unknown())
  .transform((value, context) => {
    const given = Object.entries(value);
    const unknown = given.filter(([name]) => !Object.hasOwn(names, name)).slice(0, mostUnknown);
    for (const [name] of unknown) context.issues.push(issue(unknownName(name), name, [name]));
    const known = z
      .object(names)
      .partial()
      .safeParse(Object.fromEntries(given.filter(([name]) => Object.hasOwn(names, name))));
    // Everything that is wrong, at once.
    for (const found of known.error?.issues ?? []) context.issues.push({ ...found, input: value } as never);
    return (known.data ?? {}) as ResourceFilter;
  })
  .meta({ description: `Values, or lists of values, by name: ${filterNames.join(', ')}` });

export type ResourceFilter = { readonly [Name in keyof typeof names]?: readonly string[] };

/** One address for one set: names and values in a fixed order, as a query string without `?`. */
export const canonicalQuery = (wanted: ResourceFilter): string => {
  const query = new URLSearchParams();
  for (const name of [...filterNames].sort()) {
    for (const value of [...new Set(wanted[name] ?? [])].sort()) query.append(name, value);
  }
  return query.toString();
};

const shares = (wanted: readonly string[] | undefined, has: readonly (string | null)[]) =>
  !wanted || wanted.some((value) => has.includes(value));

const searchable = (resource: AnnouncedResource) =>
  stems([resource.title, resource.summary, resource.change ?? '', resource.network.name].join(' '));

const covers = (resource: AnnouncedResource, wanted: ResourceFilter): boolean => {
  if (!wanted.territory) return true;
  const sought = leavesOf(wanted.territory.filter(isTerritory));
  for (const leaf of scopeLeaves(resource.scope)) if (sought.has(leaf)) return true;
  // « Ailleurs, pour s’inspirer »: tested elsewhere, and said so.
  return Boolean(wanted.elsewhere?.includes('inspiration') && resource.fieldTest?.verdict === 'inspiration');
};

/** Whether a resource, as it stands, belongs to what a filter names. Only the decided scope counts as territory. */
export const matches = (wanted: ResourceFilter, resource: AnnouncedResource): boolean =>
  shares(wanted.family, [resource.family]) &&
  shares(wanted.format, [resource.format]) &&
  shares(wanted.theme, resource.themes) &&
  shares(wanted.scale, [resource.scale]) &&
  shares(wanted.audience, resource.audiences) &&
  shares(wanted.support, [resource.support]) &&
  shares(wanted.sector, [resource.sector]) &&
  shares(wanted.task, resource.supportTasks) &&
  shares(wanted.label, [resource.label]) &&
  shares(wanted.network, [resource.network.id, resource.network.slug]) &&
  shares(wanted.verdict, [resource.fieldTest?.verdict ?? null]) &&
  (!wanted.closesBefore ||
    wanted.closesBefore.some((date) => resource.expiresAt && Date.parse(resource.expiresAt) < Date.parse(date))) &&
  covers(resource, wanted) &&
  (!wanted.q || wanted.q.some((phrase) => stems(phrase).isSubsetOf(searchable(resource))));
