import { aContribution, anOpinion } from '../support/editorial.ts';
import type { Keys } from '../support/product.ts';
import { aNetwork, type Things, url } from './things.ts';

type Body = Readonly<Record<string, unknown>>;

export interface LineRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
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
  recusing: {
    method: 'POST',
    at: (id) => `/api/v1/cases/${id}/recusals`,
    of: 'case',
    by: ({ committee }) => committee[1] as string,
    valid: { reason: 'Je les conseille.' },
  },
  objecting: {
    method: 'POST',
    at: (id) => `/api/v1/cases/${id}/objections`,
    of: 'case',
    by: member,
    valid: { reason: 'Le droit local n’est pas traité.' },
  },
  'assigning a case': {
    method: 'POST',
    at: (id) => `/api/v1/cases/${id}/assignments`,
    of: 'case',
    by: member,
    valid: { person: 'personne' },
  },
  'asking about a field': {
    method: 'POST',
    at: (id) => `/api/v1/cases/${id}/threads`,
    of: 'case',
    by: member,
    valid: { field: '/title', text: 'Pour qui ?' },
  },
  'keeping a note': {
    method: 'PUT',
    at: (id) => `/api/v1/cases/${id}/note`,
    of: 'case',
    by: member,
    valid: { text: 'Appeler le réseau.' },
  },
  'planning a session': {
    method: 'POST',
    at: () => '/api/v1/sessions',
    by: operator,
    valid: {
      committee: 'national',
      title: 'Séance',
      startsAt: '2030-01-01T09:00:00Z',
      endsAt: '2030-01-01T11:00:00Z',
      place: 'Tours',
      visioUrl: 'https://visio.example/x',
    },
  },
  'moving a session': {
    method: 'PATCH',
    at: (id) => `/api/v1/sessions/${id}`,
    of: 'session',
    by: operator,
    valid: { startsAt: '2030-01-01T09:00:00Z', title: 'Séance', place: 'Tours', visioUrl: null },
  },
  'recording votes': {
    method: 'POST',
    at: (id) => `/api/v1/sessions/${id}/votes`,
    of: 'session',
    by: member,
    valid: { caseId: 'dossier', votes: [{ seat: 'siege', recommendation: 'approve', comment: 'Débattue.' }] },
  },
  'asking for plain language': {
    method: 'POST',
    at: () => '/api/v1/editorial/plain-language',
    by: member,
    valid: { text: 'La CAF verse.' },
  },
  'verifying a resource': {
    method: 'POST',
    at: (id) => `/api/v1/resources/${id}/verifications`,
    of: 'resource',
    by: verifier,
    valid: { version: 1, perimeter: 'Le modèle.', validUntil: '2030-01-01T00:00:00Z' },
  },
  'opening a trial': {
    method: 'POST',
    at: (id) => `/api/v1/resources/${id}/trials`,
    of: 'resource',
    by: member,
    valid: { closesAt: '2030-01-01T00:00:00Z', questions: ['Clair ?'] },
  },
  volunteering: {
    method: 'POST',
    at: (id) => `/api/v1/resources/${id}/trials/none/volunteers`,
    of: 'resource',
    by: subscriber,
    valid: { territory: 'DEP-35' },
  },
  'previewing the policy': {
    method: 'POST',
    at: () => '/api/v1/policy/preview',
    by: member,
    valid: { changes: { quorum: { usual: { opinions: 4 } }, approval: { parts: 3, of: 4 } } },
  },
  'adding a version of the policy': {
    method: 'POST',
    at: () => '/api/v1/policy/versions',
    by: operator,
    valid: { changes: { decisionDelayDays: 30 }, activeFrom: '2030-01-01T00:00:00Z', comment: 'Plus de temps.' },
  },
  'founding a committee': {
    method: 'POST',
    at: () => '/api/v1/committees',
    by: operator,
    valid: {
      name: 'Comité de Gironde',
      kind: 'territorial',
      territories: ['DEP-33'],
      sector: 'sport',
      mandate: 'deconcentrated',
      parent: 'national',
      seats: [
        {
          college: 'etat',
          network: 'etat-37',
          person: 'personne',
          deputy: 'autre',
          termEndsAt: '2030-01-01T00:00:00Z',
        },
      ],
      chair: 'personne',
    },
    list: '/api/v1/committees',
  },
  'changing a committee': {
    method: 'PATCH',
    at: (id) => `/api/v1/committees/${id}`,
    by: operator,
    valid: { name: 'Comité éditorial national', seats: null, chair: 'personne' },
  },
  'moving a resource': {
    method: 'POST',
    at: (id) => `/api/v1/resources/${id}/flag`,
    of: 'resource',
    by: member,
    valid: { reason: 'Le décret est abrogé.', version: 1 },
  },
  'declining a request': {
    method: 'POST',
    at: (id) => `/api/v1/resources/${id}/requests/none/decline`,
    of: 'resource',
    by: member,
    valid: { reason: 'Elle sert encore.' },
  },
  'adopting a resource': {
    method: 'POST',
    at: (id) => `/api/v1/resources/${id}/adoptions`,
    of: 'resource',
    by: subscriber,
    valid: { territory: 'DEP-35', mode: 'adapted', result: 'Utile.', derivedResource: 'autre' },
  },
  'giving feedback': {
    method: 'POST',
    at: (id) => `/api/v1/resources/${id}/feedback`,
    of: 'resource',
    valid: { territory: 'DEP-35', usefulness: 4, minutesSaved: 20, outcome: 'worked', comment: 'Utile.' },
  },
  'proposing a reference': {
    method: 'POST',
    at: (id) => `/api/v1/resources/${id}/label-proposals`,
    of: 'resource',
    by: member,
    valid: {},
  },
  'revoking a label': {
    method: 'POST',
    at: (id) => `/api/v1/resources/${id}/revoke-label`,
    of: 'resource',
    by: member,
    valid: { reason: 'Une erreur est signalée.' },
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
  'listing committees': { method: 'GET', at: () => '/api/v1/committees' },
  'reading a committee': { method: 'GET', at: (id) => `/api/v1/committees/${id}` },
  'reading a record': { method: 'GET', at: (id) => `/api/v1/resources/${id}/record`, of: 'resource', by: member },
  'listing what I can unblock': { method: 'GET', at: () => '/api/v1/cases?mine=true', by: member },
  'listing sessions': { method: 'GET', at: () => '/api/v1/sessions' },
  'reading a session': { method: 'GET', at: (id) => `/api/v1/sessions/${id}`, of: 'session' },
  'exporting the log': { method: 'GET', at: () => '/api/v1/editorial/audit', by: operator },
  'listing adoptions': { method: 'GET', at: (id) => `/api/v1/resources/${id}/adoptions`, of: 'resource' },
  'listing feedback': { method: 'GET', at: (id) => `/api/v1/resources/${id}/feedback`, of: 'resource' },
  'moderating feedback': { method: 'GET', at: () => '/api/v1/editorial/feedback', by: member },
  'listing requests': { method: 'GET', at: () => '/api/v1/editorial/requests', by: member },
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
