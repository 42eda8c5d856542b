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
] as const;
export type Holder = (typeof holders)[number];

/** Headers of those who prove nothing. */
export const impostors = ['malformed', 'unknown', 'anotherScheme', 'revoked', 'expired'] as const;
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

/** Every caller’s `Authorization`. */
export const someCallers = async (product: Product): Promise<Callers> => {
  const { keys, as } = product;
  const revoked = await networkKey(product);
  await done(as(keys.operator).delete(`networks/mda-estuaire/keys/${revoked.id}`));
  const expired = await networkKey(product, { expiresAt: '2020-01-01T00:00:00Z' });
  const foreign = await keyFor(product, 'cress-53', 'Erwan Le Goff', { roles: ['facilitator'] });
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
    malformed: bearer('ess_nobody'),
    unknown: bearer(`ess_${'0'.repeat(32)}_${'x'.repeat(43)}`),
    anotherScheme: keys.operator,
    revoked: bearer(revoked.key),
    expired: bearer(expired.key),
  };
  for (const path of ['me', 'cases', 'webhook-endpoints']) {
    await eventually(async () => {
      const { status } = await product.anyone.get(path, { authorization: callers.revoked });
      if (status !== 401) throw new Error(`the revoked key still gets ${status} at ${path}`);
    });
  }
  return callers;
};

/** What the network `mda-estuaire` has, and what is public. */
export const someThings = async (product: Product): Promise<Readonly<Record<string, string>>> => {
  const { keys, as } = product;
  const own = as(keys.network);
  const draft = await done(own.post('contributions', aContribution({ submit: false })));
  const handedIn = await done(as(keys.contributor).post('contributions', aContribution()));
  const endpoint = await done(own.post('webhook-endpoints', { url: 'http://127.0.0.1:9999/' }));
  const deleted = await done(own.post('webhook-endpoints', { url: 'http://127.0.0.1:9999/' }));
  const { delivery } = await done(own.post(`webhook-endpoints/${endpoint.id}/test`));
  const judged = await done(own.post('contributions', aContribution()));
  const session = await done(
    as(keys.operator).post('sessions', { startsAt: '2030-01-01T09:00:00Z', endsAt: '2030-01-01T11:00:00Z' }),
  );
  return {
    draft: draft.id,
    handedIn: handedIn.id,
    endpoint: endpoint.id,
    deleted: deleted.id,
    delivery,
    case: (await caseOf(product, judged.id)).id,
    key: (await networkKey(product)).id,
    resource: product.resources.R01 as string,
    session: session.id,
  };
};
