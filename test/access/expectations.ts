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
const chairs = all(403, letIn('member', 'operator'));
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
const publicOne = `${api}/resources/{resource}`;
const endpoint = `${api}/webhook-endpoints/{endpoint}`;

/** Who may call what, by the routes as OpenAPI names them. A route that is not here fails the test. */
export const expectations: Readonly<Record<string, Expectation>> = {
  'GET /api/v1/me': toHolders(`${api}/me`, all('let in')),
  'GET /api/v1/vocabularies': toAll(`${api}/vocabularies`),
  'GET /api/v1/policy': toAll(`${api}/policy`),
  'GET /api/v1/event-types': toAll(`${api}/event-types`),
  'GET /api/v1/resources': toAll(`${api}/resources`),
  'GET /api/v1/resources/{id}': toAll(`${api}/resources/{resource}`),
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
  'GET /api/v1/cases/{id}': toHolders(
    `${api}/cases/{case}`,
    all(404, letIn('member', 'verifier', 'contributor', 'facilitator', 'network')),
  ),
  'POST /api/v1/cases/{id}/opinions': toHolders(`${api}/cases/{case}/opinions`, committee, { body: {} }),
  'POST /api/v1/cases/{id}/verifications': toHolders(`${api}/cases/{case}/verifications`, all(403, letIn('verifier')), {
    body: {},
  }),

  ...Object.fromEntries(
    ['recusals', 'objections', 'urgency', 'recall', 'threads', 'threads/{thread}/messages'].map((what) => [
      `POST /api/v1/cases/{id}/${what}`,
      toHolders(`${api}/cases/{case}/${what.replace('{thread}', 'none')}`, committee, { body: {} }),
    ]),
  ),
  'DELETE /api/v1/cases/{id}/opinions': toHolders(`${api}/cases/{case}/opinions`, all(403, { member: 404 })),
  'POST /api/v1/cases/{id}/assignments': toHolders(`${api}/cases/{case}/assignments`, committee, {
    body: { person: 'nobody' },
  }),
  'DELETE /api/v1/cases/{id}/assignments/{person}': toHolders(`${api}/cases/{case}/assignments/nobody`, committee),
  'POST /api/v1/cases/{id}/threads/{thread}/resolve': toHolders(
    `${api}/cases/{case}/threads/none/resolve`,
    all(403, { member: 404 }),
  ),
  'PUT /api/v1/cases/{id}/note': toHolders(`${api}/cases/{case}/note`, committee, { body: {} }),

  'GET /api/v1/sessions': toAll(`${api}/sessions`),
  'GET /api/v1/sessions.ics': toAll(`${api}/sessions.ics`),
  'GET /api/v1/sessions/{id}': toAll(`${api}/sessions/{session}`),
  'GET /api/v1/sessions/{id}/session.ics': toAll(`${api}/sessions/{session}/session.ics`),
  'GET /api/v1/sessions/{id}/minutes': toHolders(`${api}/sessions/{session}/minutes`, chairs),
  'GET /api/v1/sessions/{id}/minutes.txt': toHolders(`${api}/sessions/{session}/minutes.txt`, chairs),
  'POST /api/v1/sessions': toHolders(`${api}/sessions`, chairs, { body: {} }),
  'PATCH /api/v1/sessions/{id}': toHolders(`${api}/sessions/{session}`, chairs, { body: {} }),
  'POST /api/v1/sessions/{id}/votes': toHolders(`${api}/sessions/{session}/votes`, committee, { body: {} }),
  'POST /api/v1/sessions/{id}/close': toHolders(`${api}/sessions/{session}/close`, committee, {
    body: { remarks: '' },
  }),

  'GET /api/v1/editorial/audit': toHolders(`${api}/editorial/audit`, operators),
  'POST /api/v1/editorial/plain-language': toHolders(`${api}/editorial/plain-language`, all('let in'), { body: {} }),

  'GET /api/v1/policy/versions': toAll(`${api}/policy/versions`),
  'GET /api/v1/policy/versions/{version}': toAll(`${api}/policy/versions/1`),
  'POST /api/v1/policy/versions': toHolders(`${api}/policy/versions`, operators, { body: {} }),
  'POST /api/v1/policy/preview': toHolders(`${api}/policy/preview`, all(403, letIn('member', 'operator')), {
    body: {},
  }),
  'GET /api/v1/committees': toAll(`${api}/committees`),
  'GET /api/v1/committees/{id}': toAll(`${api}/committees/national`),
  'POST /api/v1/committees': toHolders(`${api}/committees`, operators, { body: {} }),
  'PATCH /api/v1/committees/{id}': toHolders(`${api}/committees/national`, operators, { body: {} }),
  // The resource is `riva-hdf`’s: none of these is its author, who could ask.
  ...Object.fromEntries(
    ['flag', 'confirm', 'suspend', 'restore', 'withdraw'].map((command) => [
      `POST /api/v1/resources/{id}/${command}`,
      toHolders(`${publicOne}/${command}`, committee, { body: { reason: 'Périmé.', version: 999 } }),
    ]),
  ),
  'GET /api/v1/resources/{id}/record': toHolders(`${publicOne}/record`, readers),
  'POST /api/v1/resources/{id}/requests/{request}/accept': toHolders(
    `${publicOne}/requests/none/accept`,
    all(403, { member: 404 }),
  ),
  'POST /api/v1/resources/{id}/requests/{request}/decline': toHolders(
    `${publicOne}/requests/none/decline`,
    all(403, { member: 404 }),
    { body: { reason: 'Elle sert encore.' } },
  ),
  'POST /api/v1/resources/{id}/verifications': toHolders(`${publicOne}/verifications`, all(403, letIn('verifier')), {
    body: {},
  }),
  'GET /api/v1/resources/{id}/trials': toAll(`${publicOne}/trials`),
  'POST /api/v1/resources/{id}/trials': toHolders(`${publicOne}/trials`, committee, {
    body: { closesAt: '2020-01-01T00:00:00Z', questions: ['Utile ?'] },
  }),
  'POST /api/v1/resources/{id}/trials/{trial}/volunteers': toHolders(
    `${publicOne}/trials/none/volunteers`,
    all(403, letIn('contributor', 'facilitator', 'network', 'foreignNetwork', 'foreignFacilitator')),
    { body: {} },
  ),
  'POST /api/v1/resources/{id}/trials/{trial}/close': toHolders(
    `${publicOne}/trials/none/close`,
    all(403, { member: 404 }),
  ),
  'GET /api/v1/resources/{id}/trials/{trial}/report': toHolders(`${publicOne}/trials/none/report`, all(404)),
  'GET /api/v1/editorial/requests': toHolders(`${api}/editorial/requests`, committee),
  'GET /api/v1/resources/{id}/adoptions': toAll(`${publicOne}/adoptions`),
  'POST /api/v1/resources/{id}/adoptions': toHolders(
    `${publicOne}/adoptions`,
    all(403, letIn('contributor', 'facilitator', 'network', 'foreignNetwork', 'foreignFacilitator')),
    { body: { territory: 'DEP-33', derivedResource: '' } },
  ),
  'GET /api/v1/resources/{id}/feedback': toAll(`${publicOne}/feedback`),
  'POST /api/v1/resources/{id}/feedback': toAll(`${publicOne}/feedback`, { body: {} }),
  'GET /api/v1/editorial/feedback': toHolders(`${api}/editorial/feedback`, committee),
  'POST /api/v1/editorial/feedback/{id}/publish': toHolders(
    `${api}/editorial/feedback/none/publish`,
    all(403, { member: 404 }),
  ),
  'POST /api/v1/editorial/feedback/{id}/reject': toHolders(
    `${api}/editorial/feedback/none/reject`,
    all(403, { member: 404 }),
  ),
  'POST /api/v1/resources/{id}/label-proposals': toHolders(`${publicOne}/label-proposals`, committee),
  'POST /api/v1/resources/{id}/revoke-label': toHolders(`${publicOne}/revoke-label`, committee, {
    body: { reason: 'Une erreur est signalée.' },
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
