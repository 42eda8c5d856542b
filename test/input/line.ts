import { aContribution, anOpinion } from '../support/editorial.ts';
import type { Keys } from '../support/product.ts';
import { aNetwork, type Things, url } from './things.ts';

type Body = Readonly<Record<string, unknown>>;

export interface LineRoute {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Its path, with an id in it. */
  readonly at: (id: string) => string;
  /** Whose id that is. */
  readonly of?: keyof Things;
  readonly by?: (keys: Keys) => string;
  /** One that would be taken. */
  readonly valid?: Body;
  /** Where what it creates is counted. */
  readonly list?: string;
  /** Pages for people, not JSON. */
  readonly isPage?: boolean;
}

const network = (keys: Keys) => keys.network;
const facilitator = (keys: Keys) => keys.facilitator;
const operator = (keys: Keys) => keys.operator;
const member = ({ committee }: Keys) => committee[0] as string;
const subscriber = (keys: Keys) => keys.subscriber;
const verifier = (keys: Keys) => keys.verifier;

const here = '/api/v1/networks/mda-estuaire';

/** Every route of the line that reads what somebody sends, by its name, with a body that it would take. */
export const line: Readonly<Record<string, LineRoute>> = {
  'creating a contribution': {
    method: 'POST',
    at: () => '/api/v1/contributions',
    by: network,
    valid: aContribution({ submit: false, expiresAt: '2030-01-01T00:00:00Z', sector: 'sport' }),
    list: '/api/v1/contributions',
  },
  'editing a contribution': {
    method: 'PATCH',
    at: (id) => `/api/v1/contributions/${id}`,
    of: 'draft',
    by: network,
    valid: aContribution({ submit: undefined }),
  },
  submitting: {
    method: 'POST',
    at: (id) => `/api/v1/contributions/${id}/submit`,
    of: 'handedIn',
    by: network,
    valid: {},
  },
  endorsing: {
    method: 'POST',
    at: (id) => `/api/v1/contributions/${id}/endorse`,
    of: 'draft',
    by: facilitator,
    valid: {},
  },
  returning: {
    method: 'POST',
    at: (id) => `/api/v1/contributions/${id}/return`,
    of: 'draft',
    by: facilitator,
    valid: { reasons: ['Précisez le titre.'] },
  },
  withdrawing: {
    method: 'POST',
    at: (id) => `/api/v1/contributions/${id}/withdraw`,
    by: network,
    valid: { reason: 'Plus à jour.' },
  },
  'registering a network': {
    method: 'POST',
    at: () => '/api/v1/networks',
    by: operator,
    valid: aNetwork,
    list: '/api/v1/networks',
  },
  'editing a network': {
    method: 'PATCH',
    at: (id) => `/api/v1/networks/${id}`,
    by: operator,
    valid: { name: 'Autre nom', territories: ['DEP-33'], sponsor: 'riva-hdf' },
  },
  'adding a member': {
    method: 'POST',
    at: () => `${here}/members`,
    by: operator,
    valid: { name: 'Ana', email: 'ana@reseau.example', roles: ['verifier'], verifierKind: 'lawyer' },
    list: `${here}/members`,
  },
  'issuing a key': {
    method: 'POST',
    at: () => `${here}/keys`,
    by: operator,
    valid: { name: 'Outil', roles: ['contributor'], selfEndorsing: false, expiresAt: '2030-01-01T00:00:00Z' },
    list: `${here}/keys`,
  },
  'proposing without an account': {
    method: 'POST',
    at: () => '/api/v1/contributions',
    valid: aContribution({
      network: 'mda-estuaire',
      charter: '2026-1',
      proposer: { name: 'Ana', email: 'a@b.example' },
    }),
  },
  agreeing: {
    method: 'POST',
    at: (id) => `/api/v1/contributions/${id}/agree`,
    of: 'handedIn',
    by: facilitator,
    valid: { objection: 'La page 3 n’est pas à jour.' },
  },
  'asking for removal': {
    method: 'POST',
    at: (id) => `/api/v1/contributions/${id}/removal-requests`,
    of: 'draft',
    by: network,
    valid: { what: 'name', reason: 'À ma demande.' },
  },
  'previewing a policy': {
    method: 'POST',
    at: () => '/api/v1/submission/policy/preview',
    by: operator,
    valid: { explanation: 'Essai.', mode: 'circles', circles: ['first'], enabledTerritories: ['REG-32'] },
  },
  'comparing versions': {
    method: 'GET',
    at: (id) => `/api/v1/contributions/${id}/versions/1/changes`,
    of: 'handedIn',
    by: network,
  },
  'looking for duplicates': {
    method: 'GET',
    at: (id) => `/api/v1/contributions/${id}/duplicates`,
    of: 'draft',
    by: network,
  },
  'reading a receipt': { method: 'GET', at: (token) => `/api/v1/receipts/${token}` },
  inviting: {
    method: 'POST',
    at: () => `${here}/invitations`,
    by: operator,
    valid: { name: 'Noé', email: 'noe@reseau.example', roles: ['contributor'] },
  },
  'editing a member': {
    method: 'PATCH',
    at: (id) => `${here}/members/${id}`,
    by: operator,
    valid: { roles: ['committee-member'], college: 'etat' },
  },
  'rotating a key': { method: 'POST', at: (id) => `${here}/keys/${id}/rotate`, by: operator, valid: {} },
  'asking to join': {
    method: 'POST',
    at: () => '/api/v1/network-requests',
    valid: {
      name: 'Réseau du Littoral',
      actorType: 'association',
      networkKind: 'territorial',
      territories: ['DEP-62'],
      contact: { name: 'Ana', email: 'ana@littoral.example' },
    },
  },
  'refusing a request': {
    method: 'POST',
    at: (id) => `/api/v1/network-requests/${id}/refuse`,
    by: operator,
    valid: { reason: 'Déjà inscrit.' },
  },
  'adding to the atlas': {
    method: 'POST',
    at: () => '/api/v1/atlas',
    by: facilitator,
    valid: {
      kind: 'town-hall',
      name: 'Mairie',
      territory: 'DEP-33',
      coordinates: [3.1, 50.7],
      email: 'mairie@ville.example',
      source: 'Site',
      asOf: '2026-01-01',
    },
    list: '/api/v1/atlas',
  },
  'bulk framing': {
    method: 'POST',
    at: () => '/api/v1/framing/edit',
    by: facilitator,
    valid: { ids: ['none'], metadata: { themes: ['emploi'], sector: null } },
  },
  framing: {
    method: 'PATCH',
    at: (id) => `/api/v1/framing/${id}`,
    of: 'handedIn',
    by: facilitator,
    valid: { themes: ['emploi'], regime: 'mandatory' },
  },
  'listing what to frame': { method: 'GET', at: () => '/api/v1/framing', by: facilitator },
  'listing the atlas': { method: 'GET', at: () => '/api/v1/atlas' },
  'exporting the atlas': { method: 'GET', at: () => '/api/v1/atlas/export.csv' },
  'listing requests to join': { method: 'GET', at: () => '/api/v1/network-requests', by: operator },
  'exporting the effort': { method: 'GET', at: (id) => `/api/v1/networks/${id}/effort.csv`, by: operator },
  'downloading a file': { method: 'GET', at: (id) => `/api/v1/resources/${id}/files/none` },
  'scheduling a meeting': {
    method: 'POST',
    at: () => '/api/v1/meetings',
    by: facilitator,
    valid: {
      title: 'Collecte',
      startsAt: '2030-01-01T09:00:00Z',
      endsAt: '2030-01-01T10:00:00Z',
      timeZone: 'Europe/Paris',
      visioUrl: 'https://visio.example/salle',
    },
    list: '/api/v1/meetings',
  },
  'editing a meeting': {
    method: 'PATCH',
    at: (id) => `/api/v1/meetings/${id}`,
    of: 'meeting',
    by: facilitator,
    valid: { isCancelled: true, attendance: 3, themes: ['emploi'] },
  },
  'making a plan': {
    method: 'POST',
    at: () => '/api/v1/plans',
    by: facilitator,
    valid: { title: 'Données', dueAt: '2030-01-01T09:00:00Z', cadence: 'yearly', regime: 'mandatory' },
    list: '/api/v1/plans',
  },
  'editing a plan': {
    method: 'PATCH',
    at: (id) => `/api/v1/plans/${id}`,
    of: 'plan',
    by: facilitator,
    valid: { dueAt: '2031-01-01T09:00:00Z', status: 'closed', family: 'observation' },
  },
  'listing meetings': { method: 'GET', at: () => '/api/v1/meetings' },
  'reading a meeting': { method: 'GET', at: (id) => `/api/v1/meetings/${id}`, of: 'meeting' },
  'listing plans': { method: 'GET', at: () => '/api/v1/plans', by: facilitator },
  'reading a plan': { method: 'GET', at: (id) => `/api/v1/plans/${id}`, of: 'plan', by: facilitator },
  'giving an opinion': {
    method: 'POST',
    at: (id) => `/api/v1/cases/${id}/opinions`,
    of: 'case',
    by: member,
    valid: anOpinion({ recommendation: 'request-changes', scope: { include: ['DEP-33'], exclude: [] } }),
  },
  verifying: {
    method: 'POST',
    at: (id) => `/api/v1/cases/${id}/verifications`,
    of: 'case',
    by: verifier,
    valid: {
      version: 1,
      perimeter: 'Le modèle.',
      verifiedAt: '2026-01-01T00:00:00Z',
      validUntil: '2030-01-01T00:00:00Z',
    },
  },
  subscribing: {
    method: 'POST',
    at: () => '/api/v1/subscriptions',
    valid: { email: 'lectrice@lecteurs.example', frequency: 'immediate', filter: { territory: ['DEP-33'] } },
  },
  'registering an endpoint': {
    method: 'POST',
    at: () => '/api/v1/webhook-endpoints',
    by: subscriber,
    valid: {
      url,
      format: 'standard',
      events: ['resource.published'],
      filter: { theme: ['emploi'] },
      description: 'Outil',
    },
    list: '/api/v1/webhook-endpoints',
  },
  'editing an endpoint': {
    method: 'PATCH',
    at: (id) => `/api/v1/webhook-endpoints/${id}`,
    of: 'endpoint',
    by: subscriber,
    valid: {
      url,
      events: ['resource.revised'],
      filter: { label: ['reference'] },
      description: 'Outil',
      status: 'paused',
    },
  },
  'testing an endpoint': {
    method: 'POST',
    at: (id) => `/api/v1/webhook-endpoints/${id}/test`,
    by: subscriber,
    valid: {},
  },
  'retrying a delivery': {
    method: 'POST',
    at: (id) => `/api/v1/deliveries/${id}/retry`,
    of: 'delivery',
    by: subscriber,
    valid: {},
  },
  confirming: { method: 'POST', at: (token) => `/newsletters/confirm/${token}`, valid: {}, isPage: true },
  unsubscribing: { method: 'POST', at: (token) => `/newsletters/unsubscribe/${token}`, valid: {}, isPage: true },
  'listing contributions': { method: 'GET', at: () => '/api/v1/contributions', by: network },
  'reading a contribution': { method: 'GET', at: (id) => `/api/v1/contributions/${id}`, of: 'draft', by: network },
  'listing networks': { method: 'GET', at: () => '/api/v1/networks' },
  'reading a network': { method: 'GET', at: (id) => `/api/v1/networks/${id}` },
  'listing members': { method: 'GET', at: (id) => `/api/v1/networks/${id}/members`, by: operator },
  'listing keys': { method: 'GET', at: (id) => `/api/v1/networks/${id}/keys`, by: operator },
  'listing cases': { method: 'GET', at: () => '/api/v1/cases', by: member },
  'reading a case': { method: 'GET', at: (id) => `/api/v1/cases/${id}`, of: 'case', by: member },
  'searching resources': { method: 'GET', at: () => '/api/v1/resources' },
  'reading a resource': { method: 'GET', at: (id) => `/api/v1/resources/${id}` },
  'reading the RSS feed': { method: 'GET', at: () => '/feeds/resources.rss' },
  'reading the Atom feed': { method: 'GET', at: () => '/feeds/resources.atom' },
  'reading the JSON feed': { method: 'GET', at: () => '/feeds/resources.json' },
  'reading any feed': { method: 'GET', at: (file) => `/feeds/${file}` },
  'listing endpoints': { method: 'GET', at: () => '/api/v1/webhook-endpoints', by: subscriber },
  'reading an endpoint': {
    method: 'GET',
    at: (id) => `/api/v1/webhook-endpoints/${id}`,
    of: 'endpoint',
    by: subscriber,
  },
  'listing deliveries': {
    method: 'GET',
    at: (id) => `/api/v1/webhook-endpoints/${id}/deliveries`,
    of: 'endpoint',
    by: subscriber,
  },
  'looking at a confirmation': { method: 'GET', at: (token) => `/newsletters/confirm/${token}`, isPage: true },
  'looking at an unsubscription': { method: 'GET', at: (token) => `/newsletters/unsubscribe/${token}`, isPage: true },
};
