import type { PublicResource, Scope } from '#contracts';
import { audiences, families, formats, frenchList, licences, supportTasks, themes, uses } from '#taxonomy';
import { frenchDate, frenchSize, spaced } from '../pages/french.ts';
import { type GroundsView, groundsView } from './grounds.view.ts';

export interface DateView {
  readonly iso: string;
  readonly text: string;
  /** « Publiée le », « Mise à jour le » */
  readonly lead: string;
}

/** A resource as its page says it: French words, ready to print. */
export interface ResourceView {
  readonly title: string;
  readonly description: string;
  readonly canonical: string;
  readonly language: string | null;
  readonly family: string;
  readonly format: string;
  readonly isReference: boolean;
  readonly notices: readonly string[];
  readonly isSuspended: boolean;
  readonly change: string | null;
  readonly summary: readonly string[];
  readonly themes: string;
  readonly audiences: string;
  readonly uses: string;
  readonly tasks: string;
  readonly howToUse: readonly string[];
  readonly scope: string;
  readonly fieldTest: string | null;
  readonly verification: string | null;
  readonly grounds: GroundsView | null;
  readonly attribution: string;
  readonly licenceUrl: string | null;
  readonly licence: string;
  readonly links: readonly { readonly url: string; readonly title: string }[];
  readonly files: readonly { readonly url: string; readonly about: string }[];
  readonly api: string;
}

export const resourceView = (resource: PublicResource, now: Date): ResourceView => ({
  title: spaced(resource.title),
  description: spaced(resource.summary),
  canonical: resource.url,
  language: resource.language === 'fr' ? null : resource.language,
  family: families.label(resource.family),
  format: formats.label(resource.format),
  isReference: resource.label === 'reference',
  notices: noticesOf(resource, now),
  isSuspended: resource.status === 'suspended',
  change: resource.change && spaced(resource.change),
  summary: spaced(resource.summary).split(/\n+/),
  themes: resource.themes.map((theme) => themes.label(theme)).join(', '),
  audiences: resource.audiences.map((audience) => audiences.label(audience)).join(', '),
  uses: resource.uses.map((use) => uses.label(use)).join(', '),
  tasks: resource.supportTasks.map((task) => supportTasks.label(task)).join(', '),
  howToUse: resource.howToUse.map(spaced),
  scope: scopeInWords(resource.scope),
  fieldTest: resource.fieldTest && spaced(resource.fieldTest.sentence),
  verification: resource.verification && spaced(resource.verification.sentence),
  grounds: resource.grounds && groundsView(resource.grounds),
  attribution: attributionOf(resource),
  licence: licences.label(resource.licence),
  licenceUrl: licences.find(resource.licence)?.url ?? null,
  links: resource.links.filter(({ url }) => isWeb(url)).map(({ url, title }) => ({ url, title: spaced(title) })),
  files: resource.files.filter(({ url }) => isWeb(url)).map(fileOf),
  api: `/api/v1/resources/${encodeURIComponent(resource.id)}`,
});

/** « France entière, sauf Moselle, Bas-Rhin et Haut-Rhin » */
export const scopeInWords = ({ include, exclude }: Scope): string =>
  exclude.length === 0 ? frenchList(include) : `${frenchList(include)}, sauf ${frenchList(exclude)}`;

export const latestChange = ({ publishedAt, revisedAt }: PublicResource): DateView => {
  const iso = revisedAt ?? publishedAt;
  return { iso, text: frenchDate(iso), lead: revisedAt ? 'Mise à jour le' : 'Publiée le' };
};

/** « Réseau, licence, mise à jour du … »: it travels with the resource, everywhere in the same words. */
const attributionOf = (resource: PublicResource): string =>
  `${resource.network.name}, ${licences.label(resource.licence)}, mise à jour du ${latestChange(resource).text}`;

/** What a reader must know before using it. The end of a verification is computed; only a person flags or suspends. */
const noticesOf = ({ status, verifiedUntil, expiresAt }: PublicResource, now: Date): string[] => {
  const notices: string[] = [];
  if (status === 'flagged') {
    notices.push(
      'Vérification en cours : un élément de cette ressource a peut-être changé. Vérifiez avant de l’utiliser.',
    );
  }
  if (status === 'suspended') notices.push('Ressource suspendue : elle est relue avant d’être proposée à nouveau.');
  if (status === 'expired') notices.push('Ressource terminée : elle reste consultable, mais elle n’est plus à jour.');
  if (verifiedUntil && new Date(verifiedUntil) < now) {
    notices.push(`La vérification de cette ressource valait jusqu’au ${frenchDate(verifiedUntil)}.`);
  }
  if (status !== 'expired' && expiresAt) notices.push(`Valable jusqu’au ${frenchDate(expiresAt)}.`);
  return notices.map(spaced);
};

const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

const accessibility = {
  yes: 'accessible',
  no: 'non accessible',
  unknown: 'accessibilité non vérifiée',
} as const;

const fileOf = ({ url, type, bytes, accessible }: PublicResource['files'][number]) => ({
  url,
  about: `${type}, ${frenchSize(bytes)}, ${accessibility[accessible]}`,
});
