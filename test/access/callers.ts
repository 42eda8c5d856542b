import { type Answer, done } from '../support/client.ts';
import { aContribution, caseOf } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import type { Product } from '../support/product.ts';

/** Holders of a valid key. The private things of the tests are those of `mda-estuaire`. */
export const holders = [
  'contributor',
  'facilitator',
  'network',
  'member',
  'verifier',
  'watchEditor',
  'operator',
  'foreignNetwork',
  'foreignFacilitator',
  // A signed-in person with the ten-minute token of their session: a contributor of the network, like the first.
  'session',
] as const;
export type Holder = (typeof holders)[number];

/** Headers of those who prove nothing. */
export const impostors = [
  'malformed',
  'unknown',
  'anotherScheme',
  'revoked',
  'expired',
  'closedSession',
  'forgedToken',
  'bareSession',
] as const;
export type Impostor = (typeof impostors)[number];

export type Callers = Readonly<Record<Holder | Impostor, string>>;

/** A key of somebody, narrowed to roles, issued by the operator of the demonstration. */
export const keyFor = async (product: Product, network: string, name: string, wanted: Record<string, unknown> = {}) => {
  const operator = product.as(product.keys.operator);
  const { items } = await done(operator.get(`networks/${network}/members`));
  const person = items.find((member: { name: string }) => member.name === name)?.id;
  return done(operator.post(`networks/${network}/keys`, { name, person, ...wanted }));
};

/** A key of the network itself. */
export const networkKey = (product: Product, wanted: Record<string, unknown> = {}): Promise<Answer['body']> =>
  done(product.as(product.keys.operator).post('networks/mda-estuaire/keys', { name: 'épreuve', ...wanted }));

/** Somebody new who contributes, signed in by the link that was mailed to them: their session, and its token. */
export const signedIn = async (product: Product, email: string): Promise<{ session: string; token: string }> => {
  const { anyone, as, keys, mails } = product;
  const member = { name: 'Ana Roussel', email, roles: ['contributor'] };
  await done(as(keys.operator).post('networks/mda-estuaire/members', member));
  await done(anyone.post('sign-in-links', { email }));
  const { text } = await mails.waitFor(email, '/connexion/');
  const [, link] = /\/connexion\/(\S+)/.exec(text) ?? [];
  const { session } = await done(anyone.post('sessions', { link }));
  return { session, token: (await done(anyone.post('sessions/token', { session }))).token };
};

/** Every caller’s `Authorization`. */
export const someCallers = async (product: Product): Promise<Callers> => {
  const { keys, as } = product;
  const revoked = await networkKey(product);
  await done(as(keys.operator).delete(`networks/mda-estuaire/keys/${revoked.id}`));
  const expired = await networkKey(product, { expiresAt: '2020-01-01T00:00:00Z' });
  const foreign = await keyFor(product, 'cress-53', 'Erwan Le Goff', { roles: ['facilitator'] });
  const [open, closed] = [
    await signedIn(product, 'ana.session@acces.example'),
    await signedIn(product, 'ana.partie@acces.example'),
  ];
  await done(as(closed.token).delete(`me/sessions/${closed.session.split('_')[1]}`));
  const bearer = (key: string) => `Bearer ${key}`;
  const callers = {
    contributor: bearer(keys.contributor),
    facilitator: bearer(keys.facilitator),
    network: bearer(keys.network),
    member: bearer(keys.committee[0] as string),
    verifier: bearer(keys.verifier),
    watchEditor: bearer(keys.watchEditor),
    operator: bearer(keys.operator),
    foreignNetwork: bearer(keys.subscriber),
    foreignFacilitator: bearer(foreign.key),
    session: bearer(open.token),
    malformed: bearer('ess_nobody'),
    unknown: bearer(`ess_${'0'.repeat(32)}_${'x'.repeat(43)}`),
    anotherScheme: keys.operator,
    revoked: bearer(revoked.key),
    expired: bearer(expired.key),
    closedSession: bearer(closed.token),
    // Signed by the same key, for somebody else.
    forgedToken: bearer([open.token.split('.')[0], closed.token.split('.')[1], open.token.split('.')[2]].join('.')),
    bareSession: bearer(open.session),
  };
  for (const path of ['me', 'cases', 'webhook-endpoints', 'watch/dead-letters']) {
    for (const authorization of [callers.revoked, callers.closedSession]) {
      await eventually(async () => {
        const { status } = await product.anyone.get(path, { authorization });
        if (status !== 401) throw new Error(`what was revoked still gets ${status} at ${path}`);
      });
    }
  }
  return callers;
};

/** What the network `mda-estuaire` has, and what is public. */
export const someThings = async (product: Product): Promise<Readonly<Record<string, string>>> => {
  const { keys, as } = product;
  const own = as(keys.network);
  const draft = await done(own.post('contributions', aContribution({ submit: false })));
  const handedIn = await done(as(keys.contributor).post('contributions', aContribution()));
  const wanted = { url: 'http://127.0.0.1:9999/', signatures: ['v1', 'v1a'] };
  const endpoint = await done(own.post('webhook-endpoints', wanted));
  const deleted = await done(own.post('webhook-endpoints', { url: 'http://127.0.0.1:9999/' }));
  const { delivery } = await done(own.post(`webhook-endpoints/${endpoint.id}/test`));
  const judged = await done(own.post('contributions', aContribution()));
  const [startsAt, endsAt] = ['2030-01-01T09:00:00Z', '2030-01-01T10:00:00Z'];
  const meeting = await done(as(keys.facilitator).post('meetings', { title: 'Collecte', startsAt, endsAt }));
  const plan = await done(as(keys.facilitator).post('plans', { title: 'Données', dueAt: startsAt }));
  const hall = { kind: 'town-hall', name: 'Mairie', territory: 'DEP-33', source: 'Site', asOf: '2026-01-01' };
  const entry = await done(as(keys.facilitator).post('atlas', hall));
  const leaver = { name: 'Léa Partie', email: 'lea@acces.example', roles: ['contributor'] };
  const { id: member } = await done(as(keys.facilitator).post('networks/mda-estuaire/members', leaver));
  const session = await done(
    as(keys.operator).post('committee-sessions', { startsAt: '2030-01-01T09:00:00Z', endsAt: '2030-01-01T11:00:00Z' }),
  );
  return {
    entry: entry.id,
    meeting: meeting.id,
    plan: plan.id,
    member,
    draft: draft.id,
    handedIn: handedIn.id,
    endpoint: endpoint.id,
    signing: endpoint.network,
    deleted: deleted.id,
    delivery,
    case: (await caseOf(product, judged.id)).id,
    key: (await networkKey(product)).id,
    resource: product.resources.R01 as string,
    session: session.id,
  };
};
