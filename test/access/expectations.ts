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
  // A session gives what its person may do: a contributor's.
  session: except.contributor ?? outcome,
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

/** It is not there, for anybody. */
const absentFor = (path: string): Expectation => ({ path, outcomes: all(404), nobody: 404 });

const contributors = letIn('contributor', 'network');
/** Somebody of its network in another role; for everyone else it is not there. */
const authors = all(404, { ...contributors, facilitator: 403 });
const itsFacilitator = all(404, { contributor: 403, network: 403, ...letIn('facilitator') });
const itsNetwork = all(404, letIn('contributor', 'network', 'facilitator'));
/** Once handed in. */
const withCommittee = all(404, letIn('contributor', 'network', 'facilitator', 'member', 'verifier'));
const committee = all(403, letIn('member'));
const readers = all(403, letIn('member', 'verifier'));
/** Those who manage a network: for facilitators of others it is not there. */
const managers = all(403, { foreignFacilitator: 404, ...letIn('facilitator', 'operator') });
const receivers = all(404, letIn('network', 'facilitator'));
const chairs = all(403, letIn('member', 'operator'));
const operators = all(403, letIn('operator'));
const editors = all(403, letIn('watchEditor', 'operator'));
const editorsOfNone = all(403, { watchEditor: 404, operator: 404 });
const facilitators = all(403, letIn('facilitator', 'foreignFacilitator'));

/** A network has no session. */
const people = all('let in', { network: 403, foreignNetwork: 403 });
const noSession = all(404, { network: 403, foreignNetwork: 403 });

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
    [`POST ${api}/${service}/continuity/accept`]: toHolders(`${api}/${service}/continuity/accept`, operators, {
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

/** Who watches; a source belongs to those who registered it. */
const watchers = all(403, letIn('watchEditor'));
const absentToWatchers = all(403, { watchEditor: 404 });
const sourceReaders = all(403, letIn('watchEditor', 'facilitator', 'foreignFacilitator', 'operator'));
const absentToSourceReaders = all(403, { watchEditor: 404, facilitator: 404, foreignFacilitator: 404, operator: 404 });
const alerted = all(403, letIn('watchEditor', 'facilitator', 'foreignFacilitator', 'member'));
const watch = `${api}/watch`;

/** Sources, items, rules and alerts of the watch. */
const watchRoutes: Readonly<Record<string, Expectation>> = {
  'GET /api/v1/watch/sources': toHolders(`${watch}/sources`, sourceReaders),
  'POST /api/v1/watch/sources': toHolders(`${watch}/sources`, sourceReaders, { body: {} }),
  'GET /api/v1/watch/sources/{id}': toHolders(`${watch}/sources/none`, absentToSourceReaders),
  'PATCH /api/v1/watch/sources/{id}': toHolders(`${watch}/sources/none`, absentToSourceReaders, { body: {} }),
  'DELETE /api/v1/watch/sources/{id}': toHolders(`${watch}/sources/none`, absentToSourceReaders),
  'POST /api/v1/watch/sources/{id}/fetch': toHolders(`${watch}/sources/none/fetch`, absentToSourceReaders),
  'POST /api/v1/watch/sources/{id}/quarantine': toHolders(`${watch}/sources/none/quarantine`, watchers, { body: {} }),
  'GET /api/v1/watch/sources.opml': toHolders(`${watch}/sources.opml`, sourceReaders),
  'POST /api/v1/watch/sources/opml': toHolders(`${watch}/sources/opml`, sourceReaders, { body: {} }),
  'GET /api/v1/watch/websub/{token}': { path: `${watch}/websub/none`, outcomes: all(404), nobody: 404 },
  'POST /api/v1/watch/websub/{token}': { path: `${watch}/websub/none`, outcomes: all(404), nobody: 404 },
  'GET /api/v1/watch/polling': toHolders(`${watch}/polling`, sourceReaders),
  'PUT /api/v1/watch/polling': toHolders(`${watch}/polling`, operators, { body: {} }),
  'GET /api/v1/watch/items': toHolders(`${watch}/items`, watchers),
  'POST /api/v1/watch/items': toHolders(`${watch}/items`, watchers, { body: {} }),
  'POST /api/v1/watch/items/from-address': toHolders(`${watch}/items/from-address`, watchers, { body: {} }),
  'POST /api/v1/watch/mail': toHolders(`${watch}/mail`, watchers, { body: {} }),
  'GET /api/v1/watch/items/{id}': toHolders(`${watch}/items/none`, absentToWatchers),
  'POST /api/v1/watch/items/{id}/select': toHolders(`${watch}/items/none/select`, watchers, { body: {} }),
  'POST /api/v1/watch/items/{id}/dismiss': toHolders(`${watch}/items/none/dismiss`, watchers, { body: {} }),
  'POST /api/v1/watch/items/{id}/merge': toHolders(`${watch}/items/none/merge`, watchers, { body: {} }),
  'POST /api/v1/watch/items/{id}/assign': toHolders(`${watch}/items/none/assign`, watchers, { body: {} }),
  'POST /api/v1/watch/items/{id}/release': toHolders(`${watch}/items/none/release`, absentToWatchers),
  'POST /api/v1/watch/items/{id}/undo': toHolders(`${watch}/items/none/undo`, absentToWatchers),
  'PUT /api/v1/watch/items/{id}/changes': toHolders(`${watch}/items/none/changes`, watchers, { body: {} }),
  'GET /api/v1/watch/citations': toHolders(`${watch}/citations?text=a`, all('let in')),
  'POST /api/v1/watch/citations': toHolders(`${watch}/citations`, all('let in'), { body: { text: 'a' } }),
  'GET /api/v1/watch/citations/resources': toHolders(`${watch}/citations/resources?key=a`, all('let in')),
  'GET /api/v1/watch/rules': toHolders(`${watch}/rules`, all(403, letIn('watchEditor', 'operator'))),
  'PUT /api/v1/watch/rules': toHolders(`${watch}/rules`, all(403, letIn('watchEditor', 'operator')), { body: {} }),
  'POST /api/v1/watch/rules/trials': toHolders(`${watch}/rules/trials`, all(403, letIn('watchEditor', 'operator')), {
    body: {},
  }),
  'GET /api/v1/watch/alerts': toHolders(`${watch}/alerts`, alerted),
  'POST /api/v1/watch/alerts': toHolders(`${watch}/alerts`, alerted, { body: {} }),
  'DELETE /api/v1/watch/alerts/{id}': toHolders(
    `${watch}/alerts/none`,
    all(403, { watchEditor: 404, facilitator: 404, foreignFacilitator: 404, member: 404 }),
  ),
};

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
  'GET /api/v1/dissemination/channels': toHolders(`${api}/dissemination/channels`, operators),
  'POST /api/v1/dissemination/channels/{channel}/pause': toHolders(
    `${api}/dissemination/channels/mail/pause`,
    operators,
    {
      body: {},
    },
  ),
  'POST /api/v1/dissemination/channels/{channel}/resume': toHolders(
    `${api}/dissemination/channels/mail/resume`,
    operators,
    {
      body: {},
    },
  ),
  'POST /api/v1/dissemination/channels/{channel}/stop': toHolders(
    `${api}/dissemination/channels/mail/stop`,
    operators,
    {
      body: {},
    },
  ),
  'POST /api/v1/dissemination/subscribers/import': toHolders(`${api}/dissemination/subscribers/import`, operators, {
    body: {},
  }),
  'POST /api/v1/dissemination/digests/make': toHolders(`${api}/dissemination/digests/make`, operators, { body: {} }),
  'GET /newsletters/archive': toAll('/newsletters/archive'),
  'GET /newsletters/archive.atom': toAll('/newsletters/archive.atom'),
  'GET /newsletters/archive/{id}': absentFor('/newsletters/archive/none'),
  'GET /api/v1/issues': toHolders(`${api}/issues`, editors),
  'POST /api/v1/issues': toHolders(`${api}/issues`, editors, { body: {} }),
  'GET /api/v1/issues/{id}': toHolders(`${api}/issues/none`, editorsOfNone),
  'PATCH /api/v1/issues/{id}': toHolders(`${api}/issues/none`, editors, { body: { title: '' } }),
  'DELETE /api/v1/issues/{id}': toHolders(`${api}/issues/none`, editorsOfNone),
  'GET /api/v1/issues/{id}/preview': toHolders(`${api}/issues/none/preview`, editorsOfNone),
  'POST /api/v1/issues/{id}/test': toHolders(`${api}/issues/none/test`, editors, { body: {} }),
  'POST /api/v1/issues/{id}/approve': toHolders(`${api}/issues/none/approve`, editorsOfNone, { body: {} }),
  'POST /api/v1/issues/{id}/stop': toHolders(`${api}/issues/none/stop`, editors, { body: {} }),
  'POST /api/v1/subscriptions': toAll(`${api}/subscriptions`, { body: {} }),
  'GET /newsletters/confirm/{token}': toAll('/newsletters/confirm/none'),
  'POST /newsletters/confirm/{token}': toAll('/newsletters/confirm/none'),
  'GET /newsletters/unsubscribe/{token}': toAll('/newsletters/unsubscribe/none'),
  'POST /newsletters/unsubscribe/{token}': toAll('/newsletters/unsubscribe/none'),
  'GET /newsletters/notices/{token}': toAll('/newsletters/notices/none'),
  'POST /newsletters/notices/{token}': toAll('/newsletters/notices/none'),
  'GET /newsletters/preferences/{token}': toAll('/newsletters/preferences/none'),
  'POST /newsletters/preferences/{token}': toAll('/newsletters/preferences/none'),
  'GET /newsletters/preferences/{token}/export': absentFor('/newsletters/preferences/none/export'),

  'GET /api/v1/sign-in-methods': toAll(`${api}/sign-in-methods`),
  'POST /api/v1/sign-in-links': toAll(`${api}/sign-in-links`, { body: {} }),
  'POST /api/v1/sessions': toAll(`${api}/sessions`, { body: {} }),
  'POST /api/v1/sessions/token': toAll(`${api}/sessions/token`, { body: {} }),
  'POST /api/v1/oidc/authorizations': toAll(`${api}/oidc/authorizations`, { body: { returnTo: 'nowhere' } }),
  'POST /api/v1/oidc/sessions': toAll(`${api}/oidc/sessions`, { body: {} }),
  'GET /api/v1/me/sessions': toHolders(`${api}/me/sessions`, people),
  'DELETE /api/v1/me/sessions': toHolders(`${api}/me/sessions`, people),
  'DELETE /api/v1/me/sessions/{id}': toHolders(`${api}/me/sessions/none`, noSession),
  'GET /api/v1/submission/sign-ins': toHolders(`${api}/submission/sign-ins`, operators),
  'GET /api/v1/submission/jwks.json': toAll(`${api}/submission/jwks.json`),
  'DELETE /api/v1/submission/signing-keys/{id}': toHolders(
    `${api}/submission/signing-keys/none`,
    all(403, { operator: 404 }),
  ),

  'GET /api/v1/contributions': toHolders(`${api}/contributions`, all('let in')),
  // Without a key it is a proposal to the network that it names.
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

  'POST /api/v1/contributions/{id}/agree': toHolders(`${handedIn}/agree`, all(404)),
  'POST /api/v1/contributions/{id}/removal-requests': toHolders(`${handedIn}/removal-requests`, authors, {
    body: { what: 'resource' },
  }),
  'GET /api/v1/contributions/{id}/duplicates': toHolders(`${drafted}/duplicates`, itsNetwork),
  'GET /api/v1/contributions/{id}/versions': toHolders(`${drafted}/versions`, itsNetwork),
  'GET /api/v1/contributions/{id}/versions/{version}': toHolders(`${handedIn}/versions/1`, withCommittee),
  'GET /api/v1/contributions/{id}/versions/{version}/changes': toHolders(
    `${handedIn}/versions/1/changes`,
    withCommittee,
  ),
  'POST /api/v1/contributions/import': toHolders(
    `${api}/contributions/import`,
    all(403, letIn('contributor', 'network', 'foreignNetwork')),
    { body: {} },
  ),
  'GET /api/v1/contributions/{id}/attachments': toHolders(`${drafted}/attachments`, itsNetwork),
  'POST /api/v1/contributions/{id}/attachments': toHolders(
    `${drafted}/attachments`,
    all(403, { ...contributors, foreignNetwork: 404 }),
    { body: {} },
  ),
  'GET /api/v1/contributions/{id}/attachments/{file}': toHolders(`${drafted}/attachments/none`, all(404)),
  'PATCH /api/v1/contributions/{id}/attachments/{file}': toHolders(
    `${drafted}/attachments/none`,
    all(403, { contributor: 404, network: 404, foreignNetwork: 404 }),
    { body: {} },
  ),
  'DELETE /api/v1/contributions/{id}/attachments/{file}': toHolders(
    `${drafted}/attachments/none`,
    all(403, { contributor: 404, network: 404, foreignNetwork: 404 }),
  ),
  'GET /api/v1/resources/{id}/files/{file}': {
    path: `${api}/resources/{resource}/files/none`,
    outcomes: all(404),
    nobody: 404,
  },
  'GET /api/v1/receipts/{token}': { path: `${api}/receipts/none`, outcomes: all(404), nobody: 404 },
  'GET /api/v1/submission/delays': toAll(`${api}/submission/delays`),
  'GET /api/v1/submission/charter': toAll(`${api}/submission/charter`),
  'GET /api/v1/submission/policy': toAll(`${api}/submission/policy`),
  'POST /api/v1/submission/policy': toHolders(`${api}/submission/policy`, operators, { body: {} }),
  'POST /api/v1/submission/policy/preview': toHolders(`${api}/submission/policy/preview`, operators, { body: {} }),

  'GET /api/v1/networks': toAll(`${api}/networks`),
  'GET /api/v1/networks/{id}': toAll(own),
  'POST /api/v1/networks': toHolders(`${api}/networks`, operators, { body: {} }),
  // A network is public: another one’s facilitator is told that they may not, not that it is not there.
  'PATCH /api/v1/networks/{id}': toHolders(own, all(403, letIn('facilitator', 'operator')), { body: change }),
  'POST /api/v1/networks/{id}/contact-opt-outs': toAll(`${own}/contact-opt-outs`, { body: {} }),
  'GET /api/v1/networks/{network}/members': toHolders(`${own}/members`, managers),
  'POST /api/v1/networks/{network}/members': toHolders(`${own}/members`, managers, { body: member }),
  'DELETE /api/v1/networks/{network}/members/{person}': toHolders(`${own}/members/{member}`, managers, {
    refusalsOnly: true,
  }),
  'GET /api/v1/networks/{network}/keys': toHolders(`${own}/keys`, managers),
  'POST /api/v1/networks/{network}/keys': toHolders(`${own}/keys`, managers, { body: { name: 'clé' } }),
  'DELETE /api/v1/networks/{network}/keys/{key}': toHolders(`${own}/keys/{key}`, managers),
  'DELETE /api/v1/submission/keys/{key}': toHolders(`${api}/submission/keys/{key}`, operators),

  'POST /api/v1/networks/{network}/invitations': toHolders(`${own}/invitations`, managers, { body: member }),
  'PATCH /api/v1/networks/{network}/members/{person}': toHolders(
    `${own}/members/none`,
    all(403, { facilitator: 404, operator: 404, foreignFacilitator: 404 }),
    { body: { roles: ['contributor'] } },
  ),
  'POST /api/v1/networks/{network}/keys/{key}/rotate': toHolders(
    `${own}/keys/none/rotate`,
    all(403, { facilitator: 404, operator: 404, foreignFacilitator: 404 }),
  ),
  'GET /api/v1/networks/{network}/effort.csv': toHolders(
    `${own}/effort.csv`,
    all(404, letIn('contributor', 'network', 'facilitator', 'operator')),
  ),
  'POST /api/v1/network-requests': toAll(`${api}/network-requests`, { body: {} }),
  'GET /api/v1/network-requests': toHolders(`${api}/network-requests`, operators),
  'POST /api/v1/network-requests/{id}/accept': toHolders(`${api}/network-requests/none/accept`, operators, {
    body: {},
  }),
  'POST /api/v1/network-requests/{id}/refuse': toHolders(`${api}/network-requests/none/refuse`, operators, {
    body: {},
  }),
  'GET /api/v1/atlas': toAll(`${api}/atlas`),
  'GET /api/v1/atlas/export.csv': toAll(`${api}/atlas/export.csv`),
  'GET /api/v1/atlas/export.geojson': toAll(`${api}/atlas/export.geojson`),
  'GET /api/v1/atlas/{id}': toAll(`${api}/atlas/{entry}`),
  'POST /api/v1/atlas': toHolders(`${api}/atlas`, facilitators, { body: {} }),
  'PATCH /api/v1/atlas/{id}': toHolders(`${api}/atlas/{entry}`, all(403, letIn('facilitator')), { body: {} }),
  'POST /api/v1/atlas/{id}/opt-out': toAll(`${api}/atlas/{entry}/opt-out`),
  'GET /api/v1/framing': toHolders(`${api}/framing`, facilitators),
  'POST /api/v1/framing/endorse': toHolders(`${api}/framing/endorse`, facilitators, { body: {} }),
  'POST /api/v1/framing/return': toHolders(`${api}/framing/return`, facilitators, { body: {} }),
  'POST /api/v1/framing/edit': toHolders(`${api}/framing/edit`, facilitators, { body: {} }),
  'PATCH /api/v1/framing/{id}': toHolders(
    `${api}/framing/{handedIn}`,
    all(403, { foreignFacilitator: 404, ...letIn('facilitator') }),
    { body: {} },
  ),
  'GET /api/v1/me/tasks': toHolders(`${api}/me/tasks`, all('let in')),

  'GET /api/v1/meetings': toAll(`${api}/meetings`),
  'GET /api/v1/meetings/{id}': toAll(`${api}/meetings/{meeting}`),
  'POST /api/v1/meetings': toHolders(`${api}/meetings`, facilitators, { body: {} }),
  'PATCH /api/v1/meetings/{id}': toHolders(`${api}/meetings/{meeting}`, all(403, letIn('facilitator')), { body: {} }),
  'GET /api/v1/plans': toHolders(`${api}/plans`, all('let in')),
  'GET /api/v1/plans/{id}': toHolders(`${api}/plans/{plan}`, all(404, letIn('contributor', 'network', 'facilitator'))),
  'POST /api/v1/plans': toHolders(`${api}/plans`, facilitators, { body: {} }),
  'PATCH /api/v1/plans/{id}': toHolders(
    `${api}/plans/{plan}`,
    all(403, { foreignFacilitator: 404, ...letIn('facilitator') }),
    {
      body: {},
    },
  ),

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
  'GET /api/v1/cases/{id}/assignees': toHolders(`${api}/cases/{case}/assignees`, committee),
  'POST /api/v1/cases/{id}/assignments': toHolders(`${api}/cases/{case}/assignments`, committee, {
    body: { person: 'nobody' },
  }),
  'DELETE /api/v1/cases/{id}/assignments/{person}': toHolders(`${api}/cases/{case}/assignments/nobody`, committee),
  'POST /api/v1/cases/{id}/threads/{thread}/resolve': toHolders(
    `${api}/cases/{case}/threads/none/resolve`,
    all(403, { member: 404 }),
  ),
  'PUT /api/v1/cases/{id}/note': toHolders(`${api}/cases/{case}/note`, committee, { body: {} }),

  'GET /api/v1/committee-sessions': toAll(`${api}/committee-sessions`),
  'GET /api/v1/committee-sessions.ics': toAll(`${api}/committee-sessions.ics`),
  'GET /api/v1/committee-sessions/{id}': toAll(`${api}/committee-sessions/{session}`),
  'GET /api/v1/committee-sessions/{id}/session.ics': toAll(`${api}/committee-sessions/{session}/session.ics`),
  'GET /api/v1/committee-sessions/{id}/minutes': toHolders(`${api}/committee-sessions/{session}/minutes`, chairs),
  'GET /api/v1/committee-sessions/{id}/minutes.txt': toHolders(
    `${api}/committee-sessions/{session}/minutes.txt`,
    chairs,
  ),
  'POST /api/v1/committee-sessions': toHolders(`${api}/committee-sessions`, chairs, { body: {} }),
  'PATCH /api/v1/committee-sessions/{id}': toHolders(`${api}/committee-sessions/{session}`, chairs, { body: {} }),
  'POST /api/v1/committee-sessions/{id}/votes': toHolders(`${api}/committee-sessions/{session}/votes`, committee, {
    body: {},
  }),
  'POST /api/v1/committee-sessions/{id}/close': toHolders(`${api}/committee-sessions/{session}/close`, committee, {
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
  'GET /api/v1/impacts': toHolders(`${api}/impacts`, all('let in')),
  'GET /api/v1/impacts/{id}': toHolders(`${api}/impacts/none`, all(404)),
  'POST /api/v1/impacts/{id}/accept': toHolders(`${api}/impacts/none/accept`, all(404)),
  'POST /api/v1/impacts/{id}/close': toHolders(`${api}/impacts/none/close`, all(404), {
    body: { outcome: 'no-effect', reason: 'Sans lien.' },
  }),
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
  'POST /api/v1/webhook-endpoints/{id}/rotate-secret': toHolders(`${endpoint}/rotate-secret`, receivers),
  'POST /api/v1/webhook-endpoints/{id}/replay': toHolders(`${endpoint}/replay`, receivers, {
    body: { since: '2020-01-01T00:00:00Z' },
  }),
  'GET /api/v1/webhook-endpoints/{id}/events': toHolders(`${endpoint}/events`, receivers),
  'GET /api/v1/networks/{network}/webhook-keys': toAll(`${api}/networks/{signing}/webhook-keys`),
  'POST /api/v1/deliveries/{id}/retry': toHolders(`${api}/deliveries/{delivery}/retry`, receivers),
  ...operations('submission'),
  ...operations('editorial'),
  ...operations('watch'),
  ...watchRoutes,
  ...operations('dissemination'),
};
