import { done } from '../support/client.ts';
import { aContribution, caseOf } from '../support/editorial.ts';
import type { Product } from '../support/product.ts';

/** Where nobody listens: an endpoint there stays unverified. */
export const url = 'http://127.0.0.1:9999/webhook';

export const aNetwork = {
  slug: 'reseau-eprouve',
  name: 'Réseau éprouvé',
  circle: 'first',
  networkKind: 'territorial',
  actorType: 'association-federation',
  territories: ['DEP-33'],
};

/** What the routes of the line are called upon. */
export interface Things {
  readonly draft: string;
  readonly meeting: string;
  readonly plan: string;
  readonly handedIn: string;
  readonly case: string;
  readonly endpoint: string;
  readonly delivery: string;
  /** Public, of `riva-hdf`. */
  readonly resource: string;
  readonly session: string;
  /** On the desk of the watch. */
  readonly watchItem: string;
  readonly watchSource: string;
}

/** One of each thing that routes are called upon. */
export const someThings = async (product: Product): Promise<Things> => {
  const { as, keys } = product;
  const draft = await done(as(keys.network).post('contributions', aContribution({ submit: false })));
  const handedIn = await done(as(keys.network).post('contributions', aContribution()));
  const endpoint = await done(as(keys.subscriber).post('webhook-endpoints', { url }));
  const { delivery } = await done(as(keys.subscriber).post(`webhook-endpoints/${endpoint.id}/test`));
  const { id } = await caseOf(product, handedIn.id);
  const dates = { startsAt: '2030-01-01T09:00:00Z', endsAt: '2030-01-01T11:00:00Z' };
  const session = await done(as(keys.operator).post('committee-sessions', dates));
  const resource = product.resources.R01 as string;
  const [startsAt, endsAt] = ['2030-01-01T09:00:00Z', '2030-01-01T10:00:00Z'];
  const meeting = await done(as(keys.facilitator).post('meetings', { title: 'Collecte', startsAt, endsAt }));
  const plan = await done(as(keys.facilitator).post('plans', { title: 'Données', dueAt: startsAt }));
  const watched = { title: 'Un point d’appui ouvre à Mende', url: 'https://mende.example/point-d-appui' };
  const watchItem = await done(as(keys.watchEditor).post('watch/items', watched));
  const source = { name: 'Site éprouvé', url: 'http://127.0.0.1:9999/flux', isEnabled: false };
  const watchSource = await done(as(keys.watchEditor).post('watch/sources', source));
  return {
    watchItem: watchItem.id,
    watchSource: watchSource.id,
    meeting: meeting.id,
    plan: plan.id,
    draft: draft.id,
    handedIn: handedIn.id,
    case: id,
    endpoint: endpoint.id,
    delivery,
    resource,
    session: session.id,
  };
};
