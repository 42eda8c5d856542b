import { isCreditRemoved, type PublicResource, type Scope } from '#contracts';
import {
  audiences,
  families,
  formats,
  frenchList,
  licences,
  sectors,
  supportTasks,
  technicalNatures,
  themes,
  uses,
} from '#taxonomy';
import { counted, frenchDate, frenchNumber, frenchSize, spaced } from '../pages/french.ts';
import { groundsView } from './grounds.view.ts';
import { legalReference } from './legal-reference.ts';
import { recordFacts } from './record-facts.ts';
import { noticesOf } from './resource-notices.ts';

export interface DateView {
  readonly iso: string;
  readonly text: string;
  /** « Publiée le », « Mise à jour le » */
  readonly lead: string;
}

/** A resource as its page says it: French words, ready to print. */
export const resourceView = (resource: PublicResource, now: Date) => ({
  title: spaced(resource.title),
  description: spaced(resource.summary),
  canonical: resource.url,
  isArticle: true,
  language: resource.language === 'fr' ? null : resource.language,
  version: resource.version,
  path: pathOf(resource.id),
  family: families.label(resource.family),
  familyPath: searchPath('family', resource.family),
  format: formats.label(resource.format),
  isReference: resource.label === 'reference',
  labelledUntil: resource.labelledUntil,
  notices: noticesOf(resource, now),
  isSuspended: resource.status === 'suspended',
  change: resource.change && spaced(resource.change),
  summary: spaced(resource.summary).split(/\n+/),
  themes: resource.themes.map((theme) => ({ label: themes.label(theme), path: searchPath('theme', theme) })),
  audiences: resource.audiences.map((audience) => audiences.label(audience)).join(', '),
  sector: resource.sector && sectors.label(resource.sector),
  nature: resource.technicalNature && technicalNatures.label(resource.technicalNature),
  observation: observationFacts(resource),
  recordFacts: recordFacts(resource),
  training: (resource.relatedTraining ?? [])
    .filter(({ url }) => isWeb(url))
    .map(({ url, title }) => ({ url, title: spaced(title) })),
  uses: resource.uses.map((use) => uses.label(use)).join(', '),
  tasks: resource.supportTasks.map((task) => supportTasks.label(task)).join(', '),
  hasUsage: resource.uses.length + resource.supportTasks.length > 0,
  howToUse: resource.howToUse.map(spaced),
  textAlternative: resource.textAlternative && spaced(resource.textAlternative),
  scope: scopeInWords(resource.scope),
  origin: frenchList(resource.territories),
  testedIn: frenchList(resource.fieldTest?.testedIn ?? []),
  fieldTest: resource.fieldTest && spaced(resource.fieldTest.sentence),
  applies: spaced(resource.fieldTest?.sentence ?? `Portée : ${scopeInWords(resource.scope)}.`),
  trust: resource.grounds && trustIn(resource.grounds),
  verification: resource.verification && spaced(resource.verification.sentence),
  isVerified: isVerifiedAt(resource, now),
  grounds: resource.grounds && groundsView(resource.grounds),
  hasTrust: Boolean(resource.grounds || resource.verification || resource.label === 'reference'),
  attribution: attributionOf(resource),
  licence: licences.label(resource.licence),
  licenceUrl: licences.find(resource.licence)?.url ?? null,
  legalRefs: resource.legalRefs.map(legalReference),
  links: resource.links
    .filter(({ url }) => isWeb(url))
    .map(({ url, title }) => ({ url, title: spaced(title), host: new URL(url).host })),
  files: resource.files.filter(({ url }) => isWeb(url)).map(fileOf),
  physicalHolding: resource.physicalHolding && spaced(resource.physicalHolding),
  hasAccess: resource.links.length + resource.files.length > 0 || Boolean(resource.physicalHolding),
  adaptationOf: resource.adaptationOf && pathOf(resource.adaptationOf),
  subscriptions: subscriptionsFor(resource),
  api: `/api/v1/resources/${encodeURIComponent(resource.id)}`,
});

export const pathOf = (id: string): string => `/ressources/${encodeURIComponent(id)}`;

const searchPath = (name: string, value: string): string => `/ressources?${new URLSearchParams({ [name]: value })}`;

const observationFacts = ({ observation }: PublicResource) => {
  if (!observation) return [];
  const { period, method, producer, sampleSize } = observation;
  return [
    { label: 'Période', text: period },
    { label: 'Méthode', text: spaced(method) },
    { label: 'Producteur', text: typeof producer === 'string' ? producer : '' },
    { label: 'Échantillon', text: typeof sampleSize === 'number' ? frenchNumber(sampleSize) : '' },
  ].filter(({ text }) => text);
};

/** Whether the check that it shows still holds. */
const isVerifiedAt = ({ verification }: PublicResource, now: Date): boolean =>
  verification !== null && !(verification.validUntil && new Date(verification.validUntil) < now);

/** Why it is trusted, in one line. */
const trustIn = ({ opinions, colleges }: NonNullable<PublicResource['grounds']>): string => {
  const seats = Object.values(colleges).filter((count) => count > 0).length;
  return spaced(
    `Approuvée par un comité éditorial : ${counted(opinions, 'avis', 'avis')} de ${counted(seats, 'collège', 'collèges')}.`,
  );
};

/** One step from a resource to what it is about: its themes, its family, its network. */
const subscriptionsFor = (resource: PublicResource) => {
  const { themes: about, family, network } = resource;
  const to = (name: string, value: string, label: string) => ({
    label: spaced(label),
    path: `/abonnement?${new URLSearchParams({ [name]: value })}`,
  });
  return [
    ...about.map((theme) => to('theme', theme, `Au thème « ${themes.label(theme)} »`)),
    to('family', family, `À la famille « ${families.label(family)} »`),
    ...(isCreditRemoved(resource) ? [] : [to('network', network.slug, `À ce que publie ${network.name}`)]),
  ];
};

/** « France entière, sauf Moselle, Bas-Rhin et Haut-Rhin » */
export const scopeInWords = ({ include, exclude }: Scope): string =>
  exclude.length === 0 ? frenchList(include) : `${frenchList(include)}, sauf ${frenchList(exclude)}`;

export const latestChange = ({ publishedAt, revisedAt }: PublicResource): DateView => {
  const iso = revisedAt ?? publishedAt;
  return { iso, text: frenchDate(iso), lead: revisedAt ? 'Mise à jour le' : 'Publiée le' };
};

/** « Réseau, licence, mise à jour du … »: it travels with the resource, everywhere in the same words. */
export const attributionOf = (resource: PublicResource): string =>
  `${resource.network.name}, ${licences.label(resource.licence)}, mise à jour du ${latestChange(resource).text}`;

const isWeb = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);

const accessibility = {
  yes: 'accessible',
  no: 'non accessible',
  unknown: 'accessibilité non vérifiée',
} as const;

const fileOf = ({ url, type, bytes, accessible }: PublicResource['files'][number]) => ({
  url,
  about: `${type}, ${frenchSize(bytes)}, ${accessibility[accessible]}`,
});
