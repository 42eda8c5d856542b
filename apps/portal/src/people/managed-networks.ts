import { Injectable } from '@nestjs/common';
import { NotFound } from '#platform';
import { Directory } from '../networks/directory.ts';
import type { Visitor } from '../pages/visitor.ts';

type OwnNetwork = Visitor['networks'][number];

/** The networks that a page of management may be about. The API decides what may be done there. */
@Injectable()
export class ManagedNetworks {
  constructor(private readonly directory: Directory) {}

  /** One of theirs; for an operator any. @throws NotFound */
  async at(visitor: Visitor, slug: string): Promise<OwnNetwork> {
    const own = visitor.networks.find((network) => network.slug === slug || network.id === slug);
    if (own) return own;
    if (isOperator(visitor)) return this.directory.named(slug);
    throw new NotFound({ fr: 'Vous n’animez pas ce réseau.', en: 'You do not run this network.' });
  }
}

export const isOperator = ({ grants }: Pick<Visitor, 'grants'>): boolean =>
  grants.some(({ role }) => role === 'operator');

/** What is kept of a network, by the last part of its address. */
export const managed = {
  fiche: 'Fiche',
  membres: 'Membres',
  cles: 'Clés d’API',
  contacts: 'Contacts de l’atlas',
  engagements: 'Engagements',
  reunions: 'Réunions de collecte',
} as const;
export type Managed = keyof typeof managed;

export const managementPath = (slug: string, what: Managed): string =>
  `/animation/reseaux/${encodeURIComponent(slug)}/${what}`;

/** From the pages of management back to where one came from. */
export const managementTrail = (visitor: Visitor, { id }: Pick<OwnNetwork, 'id'>) =>
  visitor.networks.some((own) => own.id === id)
    ? [{ label: 'À faire cette semaine', path: '/animation' }]
    : [{ label: 'Réseaux', path: '/exploitation/reseaux' }];

/** The other things kept of the same network. */
export const besides = (slug: string, here: Managed) =>
  (Object.keys(managed) as Managed[])
    .filter((what) => what !== here)
    .map((what) => ({ label: managed[what], path: managementPath(slug, what) }));
