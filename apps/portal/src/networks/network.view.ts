import { actorTypes, circles, frenchList, networkKinds, sectors, supportLevels } from '#taxonomy';
import { frenchDate, spaced } from '../pages/french.ts';
import type { Network, NetworkCard } from './directory.ts';

/** A network as people read it. */
export const networkView = (network: Network) => ({
  path: `/reseaux/${encodeURIComponent(network.slug)}`,
  slug: network.slug,
  name: network.name,
  kind: networkKinds.label(network.networkKind),
  actor: network.actorTypeLabel ?? actorTypes.label(network.actorType),
  circle: circles.label(network.circle),
  territories: frenchList(network.territories),
  sector: network.sector && sectors.label(network.sector),
  level: network.supportLevel && supportLevels.label(network.supportLevel),
  isUmbrella: network.isUmbrella,
});

/** How a network is reached, each line with its source. */
export const cardView = ({ slug }: Network, { website, description, contacts }: NetworkCard) => ({
  website: webOnly(website),
  description: description ? spaced(description).split(/\n+/) : [],
  contacts: contacts.map((contact) => ({
    ...contact,
    label: spaced(contact.label),
    url: webOnly(contact.url),
    source: `${contact.source}, ${frenchDate(`${contact.asOf}T12:00:00Z`)}`,
    optOut: optOutPath(slug, contact.id),
  })),
});

export const optOutPath = (slug: string, contact: string): string =>
  `/reseaux/${encodeURIComponent(slug)}/contacts/${encodeURIComponent(contact)}/ne-plus-afficher`;

const webOnly = (url: string | null | undefined): string | null => (url && /^https?:\/\//.test(url) ? url : null);

const french = new Intl.Collator('fr');

export const byName = (a: Network, b: Network): number => french.compare(a.name, b.name);
