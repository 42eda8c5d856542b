import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../journeys/contract/conventions.ts';
import { type Answer, done } from '../support/client.ts';
import { anOpinion } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { productForThisFile } from '../support/product.ts';
import { type Callers, holders, impostors, keyFor, networkKey, someCallers, someThings } from './callers.ts';
import { type Expectation, expectations, type Outcome } from './expectations.ts';

const product = productForThisFile();
let callers: Callers;
let things: Readonly<Record<string, string>>;
beforeAll(async () => {
  callers = await someCallers(product);
  things = await someThings(product);
});

const behindPortal = ['submission', 'editorial', 'watch', 'dissemination'] as const;
const routes = Object.entries(expectations);

/** A call that nobody’s rights can make succeed twice: its revision is stale, or its body says too little. */
const call = (route: string, { path, body }: Expectation, authorization?: string): Promise<Answer> => {
  const [method = 'GET'] = route.split(' ');
  const headers = {
    ...(authorization ? { authorization } : {}),
    ...(body ? { 'content-type': 'application/json' } : {}),
    ...(method === 'PATCH' ? { 'if-match': '"r0"' } : {}),
  };
  const at = path.replace(/\{(\w+)\}/, (_, thing: string) => things[thing] ?? thing);
  return product.anyone.send(method, at, headers, body && JSON.stringify(body));
};

const outcomeOf = (answer: Answer): Outcome => {
  expect(answer.status).toBeLessThan(500);
  if (![401, 403, 404].includes(answer.status)) return 'let in';
  expectProblem(answer, answer.status);
  return answer.status as Outcome;
};

describe('The table of expectations', () => {
  it('knows every route that the services describe, and no other', async () => {
    const described: string[] = [];
    for (const service of behindPortal) {
      const { paths } = await done(product.anyone.get(`${service}/openapi.json`));
      for (const [path, methods] of Object.entries(paths)) {
        for (const method of Object.keys(methods as object)) described.push(`${method.toUpperCase()} ${path}`);
      }
    }
    expect(described.sort()).toEqual(Object.keys(expectations).sort());
  });
});

describe('Access to', () => {
  it.each(routes)(
    '%s is as the contract says, for every role and for another network (F30)',
    async (route, expected) => {
      const tried = holders.filter((holder) => !expected.refusalsOnly || expected.outcomes[holder] !== 'let in');
      const found: Record<string, Outcome> = {};
      for (const holder of tried) found[holder] = outcomeOf(await call(route, expected, callers[holder]));
      expect(found).toEqual(Object.fromEntries(tried.map((holder) => [holder, expected.outcomes[holder]])));
    },
  );

  it.each(routes)('%s is for nobody without a key, or with one that is not valid', async (route, expected) => {
    expect(outcomeOf(await call(route, expected))).toBe(expected.nobody);
    for (const impostor of impostors) {
      const answer = await call(route, expected, callers[impostor]);
      expect([impostor, outcomeOf(answer)]).toEqual([impostor, 401]);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });

  it.each(['operator', 'session'] as const)(
    'anything is for nobody whose key or token differs from that of the %s by a character',
    async (holder) => {
      const key = callers[holder].replace('Bearer ', '');
      // The last character of a token has bits that say nothing.
      const position = fc.nat({ max: key.length - 2 });
      const another = fc.constantFrom(...'0aZ_-');
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...routes), position, another, async ([route, expected], at, character) => {
          fc.pre(key[at] !== character);
          const changed = `Bearer ${key.slice(0, at)}${character}${key.slice(at + 1)}`;
          expect(outcomeOf(await call(route, expected, changed))).toBe(401);
        }),
        { seed: 20_261_123, numRuns: 40, endOnFailure: true },
      );
    },
  );
});

describe('A role', () => {
  it('of a facilitator reaches neither the people nor the keys of another network', async () => {
    const { as, keys } = product;
    const counts = () => Promise.all(['members', 'keys'].map(async (what) => (await list(what)).total));
    const list = (what: string) => done(as(keys.operator).get(`networks/riva-hdf/${what}`));
    const before = await counts();
    const wanted = {
      members: { name: 'Ana', email: 'ana@riva.example', roles: ['contributor'] },
      keys: { name: 'clé' },
    };
    for (const [what, body] of Object.entries(wanted)) {
      expectProblem(await as(keys.facilitator).get(`networks/riva-hdf/${what}`), 404);
      expectProblem(await as(keys.facilitator).post(`networks/riva-hdf/${what}`, body), 404);
    }
    const [key] = (await list('keys')).items;
    expectProblem(await as(keys.facilitator).delete(`networks/riva-hdf/keys/${key.id}`), 404);
    // Nor by way of their own network.
    expectProblem(await as(keys.facilitator).delete(`networks/mda-estuaire/keys/${key.id}`), 404);
    expect(await counts()).toEqual(before);
    expect((await list('keys')).items).toContainEqual(key);
  });

  it('of a facilitator hands out no more than it holds', async () => {
    const facilitator = product.as(product.keys.facilitator);
    const member = { name: 'Ana', email: 'ana@mda.example' };
    for (const roles of [['operator'], ['watch-editor'], ['contributor', 'operator']]) {
      expectProblem(await facilitator.post('networks/mda-estuaire/members', { ...member, roles }), 403, 'forbidden');
    }
    const selfEndorsing = { name: 'clé', selfEndorsing: true };
    expectProblem(await facilitator.post('networks/mda-estuaire/keys', selfEndorsing), 403, 'forbidden');
  });

  it('that a key was narrowed to is all that it has, whatever its person holds', async () => {
    // She is a facilitator, a contributor and a member of the committee.
    const [asMember, asOperator] = [
      await keyFor(product, 'mda-estuaire', 'Solène Lagarde', { roles: ['committee-member'] }),
      await keyFor(product, 'mda-estuaire', 'Solène Lagarde', { roles: ['operator'] }),
    ];
    const narrowed = product.as(asMember.key);
    expect((await narrowed.get('cases')).status).toBe(200);
    expectProblem(await narrowed.get('networks/mda-estuaire/members'), 403);
    expectProblem(await narrowed.post('networks/mda-estuaire/keys', { name: 'clé' }), 403);
    expectProblem(await narrowed.post(`contributions/${things.handedIn}/endorse`), 403);
    const facilitator = product.as(product.keys.facilitator);
    expectProblem(await facilitator.post(`cases/${things.case}/opinions`, anOpinion()), 403);
    // Narrowing widens nothing.
    expect((await done(product.as(asOperator.key).get('me'))).roles).toEqual([]);
    expectProblem(await product.as(asOperator.key).get('submission/dead-letters'), 403);
  });
});

describe('A key', () => {
  const reads = behindPortal.map((service) => `${service}/dead-letters`);
  const statuses = (key: string, paths = reads) =>
    Promise.all(paths.map(async (path) => (await product.as(key).get(path)).status));
  const issued = () => keyFor(product, 'etat-37', 'Nadia Oukacha');
  const away = reads.slice(1);

  afterAll(() => product.services.submission.restart(), 60_000);

  it('works everywhere as soon as it is issued', async () => {
    for (let times = 0; times < 5; times += 1) {
      expect(await statuses((await issued()).key)).toEqual([200, 200, 200, 200]);
    }
  });

  it('works nowhere within a second of its revocation, and no more with submission down', async () => {
    const { as, keys, services } = product;
    const [revoked, kept] = [await issued(), await issued()];
    const ofNetwork = await networkKey(product);
    expect(await statuses(revoked.key)).toEqual([200, 200, 200, 200]);
    expect(await statuses(ofNetwork.key, ['webhook-endpoints'])).toEqual([200]);
    await done(as(keys.operator).delete(`submission/keys/${revoked.id}`));
    await done(as(keys.facilitator).delete(`networks/mda-estuaire/keys/${ofNetwork.id}`));
    await eventually(async () => expect(await statuses(revoked.key)).toEqual([401, 401, 401, 401]), 1_000);
    await eventually(async () => expect(await statuses(ofNetwork.key, ['webhook-endpoints'])).toEqual([401]), 1_000);

    await services.submission.stop();
    expect((await as(kept.key).get('me')).status).toBe(503);
    expect(await statuses(revoked.key, away)).toEqual([401, 401, 401]);
    expect(await statuses(ofNetwork.key, ['webhook-endpoints'])).toEqual([401]);
    expect(await statuses(kept.key, away)).toEqual([200, 200, 200]);
  });
});
