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
  'reading versions': { method: 'GET', at: (id) => `/api/v1/resources/${id}/versions` },
  'reading a version': { method: 'GET', at: (id) => `/api/v1/resources/${id}/versions/${id}` },
  'reading what changed': { method: 'GET', at: (id) => `/api/v1/resources/${id}/versions/1/changes` },
  'looking for similar ones': { method: 'GET', at: (id) => `/api/v1/resources/${id}/similar` },
  'looking for adaptations': { method: 'GET', at: (id) => `/api/v1/resources/${id}/adaptations` },
  'searching as people do': { method: 'GET', at: () => '/api/v1/search' },
  'listing announcements': { method: 'GET', at: () => '/api/v1/announcements' },
  'counting announcements': { method: 'GET', at: () => '/api/v1/announcements/months' },
  'previewing a filter': { method: 'GET', at: () => '/api/v1/filters/preview' },
  'taking the catalogue as CSV': { method: 'GET', at: () => '/api/v1/resources.csv' },
  'taking the catalogue as NDJSON': { method: 'GET', at: () => '/api/v1/resources.ndjson' },
  'embedding a list': { method: 'GET', at: () => '/embed/resources' },
  harvesting: { method: 'GET', at: () => '/oai' },
  'reading the site map': { method: 'GET', at: () => '/sitemap.xml' },
  'reading the meetings': { method: 'GET', at: () => '/feeds/meetings.ics' },
  'reading the closing dates': { method: 'GET', at: () => '/feeds/funding.ics' },
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
