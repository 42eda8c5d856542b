import type { AnnouncedResource } from '#contracts';
import { families, frenchDate, themes } from '#taxonomy';
import { attribution } from '../../feeds/feed.ts';
import type { PublicOrigin } from '../../public-origin.ts';
import type { MailDelivery, TellingKind } from '../mail-delivery.ts';
import { deadlineOf } from '../resource.view.ts';
import { closingDays } from './digest.ts';
import type { Telling } from './telling.ts';

const kindLabels: Readonly<Record<TellingKind, string>> = {
  published: 'Nouvelle',
  revised: 'Mise à jour',
  reference: 'Devenue référence nationale',
  unlabelled: 'N’est plus référence nationale',
  flagged: 'Vérification en cours',
  confirmed: 'Vérifiée : toujours valable',
  suspended: 'Suspendue',
  restored: 'De nouveau publiée',
  withdrawn: 'Retirée',
};

/** One resource in a digest, with all that became of it. */
export interface DigestEntry {
  readonly title: string;
  readonly url: string;
  readonly language: string | null;
  /** What became of it; null where it is told for its own sake. */
  readonly kinds: string | null;
  readonly change: string | null;
  readonly reason: string | null;
  readonly summary: string | null;
  readonly sentence: string | null;
  readonly verification: string | null;
  readonly closes: string | null;
  readonly attribution: string;
}

const isOver = ({ status }: AnnouncedResource): boolean => status === 'withdrawn' || status === 'suspended';

const entryOf = (group: readonly Telling[], origin: PublicOrigin, now: Date): DigestEntry => {
  const last = group.at(-1) as Telling;
  const resource = origin.resource(last.resource);
  const said = isOver(last.resource) ? [last.kind] : group.map(({ kind }) => kind);
  const isNew = said.includes('published');
  return {
    title: resource.title,
    url: resource.url,
    language: resource.language === 'fr' ? null : resource.language,
    kinds: [...new Set(said)].map((kind) => kindLabels[kind]).join(', '),
    change: said.includes('revised') && !isNew ? (resource.change ?? null) : null,
    reason: last.reason,
    summary: isOver(last.resource) ? null : resource.summary,
    sentence: resource.fieldTest?.sentence ?? null,
    verification: resource.verification?.sentence ?? null,
    closes: deadlineOf(resource.expiresAt ?? null, now),
    attribution: attribution(resource),
  };
};

/** By family, in the order of the vocabulary, then by theme; each resource once. */
const grouped = (tellings: readonly Telling[], origin: PublicOrigin, now: Date) => {
  const groups = [...Map.groupBy(tellings, ({ resourceId }) => resourceId).values()];
  const resourceOf = (group: readonly Telling[]) => (group.at(-1) as Telling).resource;
  const byFamily = Map.groupBy(groups, (group) => resourceOf(group).family);
  return families.terms
    .filter(({ id }) => byFamily.has(id))
    .map(({ id, label }) => ({
      label,
      themes: [...Map.groupBy(byFamily.get(id) ?? [], (group) => resourceOf(group).themes[0] ?? '')]
        .map(([theme, of]) => ({
          label: theme ? themes.label(theme) : '',
          entries: of.map((group) => entryOf(group, origin, now)),
        }))
        .toSorted((a, b) => a.label.localeCompare(b.label, 'fr')),
    }));
};

const countOf = (count: number): string => (count === 1 ? 'Une ressource' : `${count} ressources`);

/** What a digest says, for its templates: the same for the same row, however often it is asked for. */
export const digestLetter = (row: MailDelivery, tellings: readonly Telling[], origin: PublicOrigin) => {
  const far = new Set((row.items ?? []).filter(({ isElsewhere }) => isElsewhere).map(({ telling }) => telling));
  const here = tellings.filter(({ _id }) => !far.has(_id));
  const elsewhere = tellings.filter(({ _id }) => far.has(_id));
  const count = new Set(here.map(({ resourceId }) => resourceId)).size;
  const only = count === 1 && elsewhere.length === 0 ? here.at(-1) : undefined;
  const families = grouped(here, origin, row.createdAt);
  const all = count + countElsewhere(elsewhere);
  const first = families[0]?.themes[0]?.entries[0]?.title ?? elsewhere[0]?.resource.title ?? '';
  return {
    // What a list of mails shows: without it, every day's looks like the last.
    title: only || all < 2 ? null : `${first}, et ${all - 1} ${all === 2 ? 'autre ressource' : 'autres ressources'}`,
    heading: only
      ? `${kindLabels[only.kind]} : ${only.resource.title}`
      : `${countOf(all)}, ${frenchDate(row.createdAt)}`,
    families,
    elsewhere: [...Map.groupBy(elsewhere, ({ resourceId }) => resourceId).values()].map((group) =>
      entryOf(group, origin, row.createdAt),
    ),
    closing: (row.closing ?? []).map(({ resource, title, expiresAt }) => ({
      title,
      url: origin.address(`/ressources/${resource}`),
      date: frenchDate(expiresAt),
    })),
    closingDays,
  };
};

const countElsewhere = (tellings: readonly Telling[]): number =>
  new Set(tellings.map(({ resourceId }) => resourceId)).size;
