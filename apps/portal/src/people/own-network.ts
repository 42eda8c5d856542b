import { NotFound } from '#platform';
import type { Visitor } from '../pages/visitor.ts';

/** The network that a page of management is about. The API decides what may be done there. @throws NotFound */
export const networkAt = ({ networks }: Visitor, slug: string) => {
  const found = networks.find((network) => network.slug === slug || network.id === slug);
  if (!found) throw new NotFound({ fr: 'Vous n’animez pas ce réseau.', en: 'You do not run this network.' });
  return found;
};

export const managementPath = (slug: string, what: 'membres' | 'cles' | 'webhooks'): string =>
  `/animation/reseaux/${encodeURIComponent(slug)}/${what}`;

/** The networks that somebody runs. */
export const facilitatedBy = ({ networks, grants }: Visitor): Visitor['networks'] =>
  networks.filter(({ id }) => grants.some(({ role, network }) => role === 'facilitator' && network === id));
