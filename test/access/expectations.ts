import { type Holder, holders } from './callers.ts';

/** What a caller gets: past the guard of the action, or a refusal. */
export type Outcome = 'let in' | 401 | 403 | 404;

export interface Expectation {
  /** The path with its ids: `{draft}` is the one of `someThings`. */
  readonly path: string;
  readonly body?: Record<string, unknown>;
  readonly outcomes: Readonly<Record<Holder, Outcome>>;
  /** Without a key. */
  readonly nobody: Outcome;
  /** Too much happens when they are let in: only refusals are tried. */
  readonly refusalsOnly?: boolean;
}

type Some = Partial<Record<Holder, Outcome>>;

const all = (outcome: Outcome, except: Some = {}): Record<Holder, Outcome> => ({
  ...(Object.fromEntries(holders.map((holder) => [holder, outcome])) as Record<Holder, Outcome>),
  ...except,
});
const letIn = (...some: readonly Holder[]): Some => Object.fromEntries(some.map((holder) => [holder, 'let in']));

type Rest = Pick<Expectation, 'body' | 'refusalsOnly'>;

const toAll = (path: string, rest: Rest = {}): Expectation => ({
  path,
  ...rest,
  outcomes: all('let in'),
  nobody: 'let in',
});
const toHolders = (path: string, outcomes: Record<Holder, Outcome>, rest: Rest = {}): Expectation => ({
  path,
  ...rest,
  outcomes,
  nobody: 401,
});

const contributors = letIn('contributor', 'network');
/** Somebody of its network in another role; for everyone else it is not there. */
const authors = all(404, { ...contributors, facilitator: 403 });
const itsFacilitator = all(404, { contributor: 403, network: 403, ...letIn('facilitator') });
const committee = all(403, letIn('member'));
const readers = all(403, letIn('member', 'verifier'));
/** Those who manage a network: for facilitators of others it is not there. */
const managers = all(403, { foreignFacilitator: 404, ...letIn('facilitator', 'operator') });
const receivers = all(404, letIn('network', 'facilitator'));
const operators = all(403, letIn('operator'));

const api = '/api/v1';
const change = { name: 'Autre nom' };
const member = { name: 'Ana', email: 'ana@acces.example', roles: ['contributor'] };
const refusedUrl = { url: 'http://169.254.169.254/' };

/** The routes that every service has for its operators. */
const operations = (service: string): Record<string, Expectation> => {
  // Not there for an operator either.
  const absent = all(403, { operator: 404 });
  const letter = `${api}/${service}/dead-letters/999999`;
  return {
    [`GET ${api}/${service}/dead-letters`]: toHolders(`${api}/${service}/dead-letters`, operators),
    [`GET ${api}/${service}/dead-letters/{seq}`]: toHolders(letter, absent),
    [`DELETE ${api}/${service}/dead-letters/{seq}`]: toHolders(letter, absent),
    [`POST ${api}/${service}/dead-letters/{seq}/replay`]: toHolders(`${letter}/replay`, absent),
    [`POST ${api}/${service}/read-models/rebuild`]: toHolders(`${api}/${service}/read-models/rebuild`, operators, {
      refusalsOnly: true,
    }),
    [`POST ${api}/${service}/events/reannounce`]: toHolders(`${api}/${service}/events/reannounce`, operators, {
      refusalsOnly: true,
    }),
  };
};

const own = `${api}/networks/mda-estuaire`;
const drafted = `${api}/contributions/{draft}`;
const handedIn = `${api}/contributions/{handedIn}`;
const endpoint = `${api}/webhook-endpoints/{endpoint}`;

/** Who may call what, by the routes as OpenAPI names them. A route that is not here fails the test. */
export const expectations: Readonly<Record<string, Expectation>> = {
  'GET /api/v1/me': toHolders(`${api}/me`, all('let in')),
  'GET /api/v1/vocabularies': toAll(`${api}/vocabularies`),
  'GET /api/v1/policy': toAll(`${api}/policy`),
  'GET /api/v1/event-types': toAll(`${api}/event-types`),
  'GET /api/v1/resources': toAll(`${api}/resources`),
  'GET /api/v1/resources/{id}': toAll(`${api}/resources/{resource}`),
  'GET /api/v1/resources/{id}/versions': toAll(`${api}/resources/{resource}/versions`),
  'GET /api/v1/resources/{id}/versions/{version}': toAll(`${api}/resources/{resource}/versions/1`),
  'GET /api/v1/resources/{id}/versions/{version}/changes': toAll(`${api}/resources/{resource}/versions/1/changes`),
  'GET /api/v1/resources/{id}/similar': toAll(`${api}/resources/{resource}/similar`),
  'GET /api/v1/resources/{id}/adaptations': toAll(`${api}/resources/{resource}/adaptations`),
  'GET /api/v1/search': toAll(`${api}/search`),
  'GET /api/v1/announcements': toAll(`${api}/announcements`),
  'GET /api/v1/announcements/months': toAll(`${api}/announcements/months`),
  'GET /api/v1/filters/preview': toAll(`${api}/filters/preview`),
  'GET /api/v1/resources.csv': toAll(`${api}/resources.csv`),
  'GET /api/v1/resources.ndjson': toAll(`${api}/resources.ndjson`),
  'GET /api/v1/catalogue.jsonld': toAll(`${api}/catalogue.jsonld`),
  'GET /embed/resources': toAll('/embed/resources'),
  'GET /sitemap.xml': toAll('/sitemap.xml'),
  'GET /oai': toAll('/oai?verb=Identify'),
  'POST /oai': toAll('/oai'),
  'POST /hub': toAll('/hub', { body: {} }),
  'GET /feeds/index.opml': toAll('/feeds/index.opml'),
  'GET /feeds/style.css': toAll('/feeds/style.css'),
  'GET /feeds/meetings.ics': toAll('/feeds/meetings.ics'),
  'GET /feeds/funding.ics': toAll('/feeds/funding.ics'),
  'GET /feeds/networks.geojson': toAll('/feeds/networks.geojson'),
  'GET /feeds/{file}': toAll('/feeds/resources.json'),
  'POST /api/v1/subscriptions': toAll(`${api}/subscriptions`, { body: {} }),
  'GET /newsletters/confirm/{token}': toAll('/newsletters/confirm/none'),
  'POST /newsletters/confirm/{token}': toAll('/newsletters/confirm/none'),
  'GET /newsletters/unsubscribe/{token}': toAll('/newsletters/unsubscribe/none'),
  'POST /newsletters/unsubscribe/{token}': toAll('/newsletters/unsubscribe/none'),

  'GET /api/v1/contributions': toHolders(`${api}/contributions`, all('let in')),
  'POST /api/v1/contributions': toHolders(
    `${api}/contributions`,
    all(403, letIn('contributor', 'network', 'foreignNetwork')),
    { body: {} },
  ),
  'GET /api/v1/contributions/{id}': toHolders(drafted, all(404, letIn('contributor', 'network', 'facilitator'))),
  'PATCH /api/v1/contributions/{id}': toHolders(drafted, authors, { body: {} }),
  'POST /api/v1/contributions/{id}/submit': toHolders(`${handedIn}/submit`, authors),
  'POST /api/v1/contributions/{id}/endorse': toHolders(`${handedIn}/endorse`, itsFacilitator),
  'POST /api/v1/contributions/{id}/return': toHolders(`${handedIn}/return`, itsFacilitator, {
    body: { reasons: ['Précisez.'] },
  }),
  'POST /api/v1/contributions/{id}/withdraw': toHolders(`${handedIn}/withdraw`, authors),

  'GET /api/v1/networks': toAll(`${api}/networks`),
  'GET /api/v1/networks/{id}': toAll(own),
  'POST /api/v1/networks': toHolders(`${api}/networks`, operators, { body: {} }),
  // A network is public: another one’s facilitator is told that they may not, not that it is not there.
  'PATCH /api/v1/networks/{id}': toHolders(own, all(403, letIn('facilitator', 'operator')), { body: change }),
  'GET /api/v1/networks/{network}/members': toHolders(`${own}/members`, managers),
  'POST /api/v1/networks/{network}/members': toHolders(`${own}/members`, managers, { body: member }),
  'GET /api/v1/networks/{network}/keys': toHolders(`${own}/keys`, managers),
  'POST /api/v1/networks/{network}/keys': toHolders(`${own}/keys`, managers, { body: { name: 'clé' } }),
  'DELETE /api/v1/networks/{network}/keys/{key}': toHolders(`${own}/keys/{key}`, managers),
  'DELETE /api/v1/submission/keys/{key}': toHolders(`${api}/submission/keys/{key}`, operators),

  'GET /api/v1/cases': toHolders(`${api}/cases`, readers),
  'GET /api/v1/cases/{id}': toHolders(`${api}/cases/{case}`, readers),
  'POST /api/v1/cases/{id}/opinions': toHolders(`${api}/cases/{case}/opinions`, committee, { body: {} }),
  'POST /api/v1/cases/{id}/verifications': toHolders(`${api}/cases/{case}/verifications`, all(403, letIn('verifier')), {
    body: {},
  }),

  'GET /api/v1/webhook-endpoints': toHolders(`${api}/webhook-endpoints`, all('let in')),
  'POST /api/v1/webhook-endpoints': toHolders(
    `${api}/webhook-endpoints`,
    all(403, letIn('network', 'facilitator', 'foreignNetwork', 'foreignFacilitator')),
    { body: refusedUrl },
  ),
  'GET /api/v1/webhook-endpoints/{id}': toHolders(endpoint, receivers),
  'PATCH /api/v1/webhook-endpoints/{id}': toHolders(endpoint, receivers, { body: {} }),
  'DELETE /api/v1/webhook-endpoints/{id}': toHolders(`${api}/webhook-endpoints/{deleted}`, receivers, {
    refusalsOnly: true,
  }),
  'POST /api/v1/webhook-endpoints/{id}/test': toHolders(`${endpoint}/test`, receivers),
  'GET /api/v1/webhook-endpoints/{id}/deliveries': toHolders(`${endpoint}/deliveries`, receivers),
  'POST /api/v1/deliveries/{id}/retry': toHolders(`${api}/deliveries/{delivery}/retry`, receivers),
  ...operations('submission'),
  ...operations('editorial'),
  ...operations('watch'),
  ...operations('dissemination'),
};
