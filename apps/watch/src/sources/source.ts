import type { Stored } from '#messaging';

/** How a source is read. What comes by hand or by mail is never polled. */
export const adapters = ['feed', 'web-page', 'jorf-archive', 'legifrance', 'mail', 'manual'] as const;
export type AdapterName = (typeof adapters)[number];
export const adapterLabels: Readonly<Record<AdapterName, string>> = {
  feed: 'Flux (RSS, Atom, JSON Feed, RDF)',
  'web-page': 'Page web dont on surveille les changements',
  'jorf-archive': 'Livraisons du Journal officiel (DILA)',
  legifrance: 'API Légifrance (PISTE)',
  mail: 'Courriels transmis à la veille',
  manual: 'Saisie à la main',
};

/** Where legal and social news come from. How it fares is kept apart, in its fetch state. */
export interface Source extends Stored {
  /** A name that addresses and exports keep: unique. */
  readonly slug: string;
  readonly name: string;
  readonly publisher: string;
  readonly adapter: AdapterName;
  /** Null for what is never polled. */
  readonly url: string | null;
  readonly family: 'legal-watch' | 'social-watch' | 'observation' | 'documentary';
  /** The network that registered it; null for those that everybody watches. */
  readonly network: string | null;
  /** Of what it publishes: printed with every item. */
  readonly licence: string;
  /** « DILA, Journal officiel »: who is to be named. */
  readonly attribution: string;
  readonly territories: readonly string[];
  readonly themes: readonly string[];
  /** When there are any, only what holds one of them becomes an item. */
  readonly keywords: readonly string[];
  /** How often something is expected of it; silence beyond it is told. Null: whenever. */
  readonly cadenceHours: number | null;
  /** The Journal officiel does not appear on Mondays, nor on the days after holidays. */
  readonly calendar: 'journal-officiel' | null;
  /** Instead of what the document says of itself, for those that say it wrong. */
  readonly encoding: string | null;
  readonly isEnabled: boolean;
  readonly notes: string | null;
  /** Comes with the product. */
  readonly isShipped: boolean;
  readonly createdAt: string;
}

export const polledAdapters: readonly AdapterName[] = ['feed', 'web-page', 'jorf-archive', 'legifrance'];

export const isPolled = ({ adapter, url, isEnabled }: Pick<Source, 'adapter' | 'url' | 'isEnabled'>): boolean =>
  isEnabled && url !== null && polledAdapters.includes(adapter);

/** Politeness is owed to a host, whatever its ports and protocols. */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/\.$/, '').toLowerCase();

/** « Mission locale de Brest » as an address would have it. */
export const slugOf = (name: string): string =>
  name
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);

/** « Source : DILA, Journal officiel, publié le 16 avril 2024, Licence Ouverte 2.0 » goes with every item. */
export const sourceLine = (attribution: string, publishedOn: string, licenceLabel: string): string =>
  `Source : ${attribution}, publié le ${publishedOn}, ${licenceLabel}`;
