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

export type Some = Partial<Record<Holder, Outcome>>;

export const all = (outcome: Outcome, except: Some = {}): Record<Holder, Outcome> => ({
  ...(Object.fromEntries(holders.map((holder) => [holder, outcome])) as Record<Holder, Outcome>),
  // A session gives what its person may do: a contributor's.
  session: except.contributor ?? outcome,
  ...except,
});

export const letIn = (...some: readonly Holder[]): Some => Object.fromEntries(some.map((holder) => [holder, 'let in']));

export type Rest = Pick<Expectation, 'body' | 'refusalsOnly'>;

export const toAll = (path: string, rest: Rest = {}): Expectation => ({
  path,
  ...rest,
  outcomes: all('let in'),
  nobody: 'let in',
});

export const toHolders = (path: string, outcomes: Record<Holder, Outcome>, rest: Rest = {}): Expectation => ({
  path,
  ...rest,
  outcomes,
  nobody: 401,
});

/** It is not there, for anybody. */
export const absentFor = (path: string): Expectation => ({ path, outcomes: all(404), nobody: 404 });

export const contributors = letIn('contributor', 'network');

/** Somebody of its network in another role; for everyone else it is not there. */
export const authors = all(404, { ...contributors, facilitator: 403 });

export const itsFacilitator = all(404, { contributor: 403, network: 403, ...letIn('facilitator') });

export const itsNetwork = all(404, letIn('contributor', 'network', 'facilitator'));

/** Once handed in. */
export const withCommittee = all(404, letIn('contributor', 'network', 'facilitator', 'member', 'verifier'));

export const committee = all(403, letIn('member'));

export const readers = all(403, letIn('member', 'verifier'));

/** Those who manage a network: for facilitators of others it is not there. */
export const managers = all(403, { foreignFacilitator: 404, ...letIn('facilitator', 'operator') });

export const receivers = all(404, letIn('network', 'facilitator'));

export const chairs = all(403, letIn('member', 'operator'));

export const operators = all(403, letIn('operator'));

export const editors = all(403, letIn('watchEditor', 'operator'));

export const editorsOfNone = all(403, { watchEditor: 404, operator: 404 });

export const facilitators = all(403, letIn('facilitator', 'foreignFacilitator'));

/** A network has no session. */
export const people = all('let in', { network: 403, foreignNetwork: 403 });

export const noSession = all(404, { network: 403, foreignNetwork: 403 });

export const api = '/api/v1';

export const change = { name: 'Autre nom' };

export const member = { name: 'Ana', email: 'ana@acces.example', roles: ['contributor'] };

export const refusedUrl = { url: 'http://169.254.169.254/' };

/** The routes that every service has for its operators. */
export const operations = (service: string): Record<string, Expectation> => {
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

export const own = `${api}/networks/mda-estuaire`;

export const drafted = `${api}/contributions/{draft}`;

export const handedIn = `${api}/contributions/{handedIn}`;

export const publicOne = `${api}/resources/{resource}`;

export const endpoint = `${api}/webhook-endpoints/{endpoint}`;

/** Who watches; a source belongs to those who registered it. */
export const watchers = all(403, letIn('watchEditor'));

export const absentToWatchers = all(403, { watchEditor: 404 });

export const sourceReaders = all(403, letIn('watchEditor', 'facilitator', 'foreignFacilitator', 'operator'));

export const absentToSourceReaders = all(403, {
  watchEditor: 404,
  facilitator: 404,
  foreignFacilitator: 404,
  operator: 404,
});

export const alerted = all(403, letIn('watchEditor', 'facilitator', 'foreignFacilitator', 'member'));

export const watch = `${api}/watch`;
