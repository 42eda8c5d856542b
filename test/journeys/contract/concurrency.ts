import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Answer, done, etagOf } from '../../support/client.ts';
import { aContribution } from '../../support/editorial.ts';
import { answers, atOnce } from '../../support/eventually.ts';
import type { Product } from '../../support/product.ts';
import { expectProblem } from './conventions.ts';

interface Creation {
  readonly what: string;
  readonly path: string;
  readonly list: string;
  readonly by: (keys: Product['keys']) => string;
  readonly body: (name: string) => Record<string, unknown>;
}

const aNetwork = (slug: string) => ({
  slug,
  name: `Réseau ${slug}`,
  circle: 'first',
  networkKind: 'territorial',
  actorType: 'association-federation',
  territories: ['DEP-33'],
});

const creations: readonly Creation[] = [
  {
    what: 'contribution',
    path: 'contributions',
    list: 'contributions?limit=1',
    by: ({ network }) => network,
    body: (title) => aContribution({ title, submit: false }),
  },
  {
    what: 'contribution with an id of its tool',
    path: 'contributions',
    list: 'contributions?limit=1',
    by: ({ contributor }) => contributor,
    body: (title) => aContribution({ title, externalId: `outil-${title.slice(0, 8)}` }),
  },
  { what: 'network', path: 'networks', list: 'networks?limit=1', by: ({ operator }) => operator, body: aNetwork },
  {
    what: 'key',
    path: 'networks/cress-53/keys',
    list: 'networks/cress-53/keys',
    by: ({ operator }) => operator,
    body: (name) => ({ name }),
  },
  {
    what: 'member',
    path: 'networks/cress-53/members',
    list: 'networks/cress-53/members',
    by: ({ operator }) => operator,
    body: (name) => ({ name, email: `${name}@reseau.example`, roles: ['contributor'] }),
  },
  {
    what: 'webhook endpoint',
    path: 'webhook-endpoints',
    list: 'webhook-endpoints?limit=1',
    by: ({ subscriber }) => subscriber,
    // Nobody listens there: it stays unverified.
    body: (description) => ({ url: 'http://127.0.0.1:9999/webhook', description }),
  },
];

export const describeConcurrency = (product: Product): void => {
  describe.each(creations)('creating a $what', ({ path, list, by, body }) => {
    const total = async (): Promise<number> => (await done(product.as(by(product.keys)).get(list))).total;
    const post = (name: string, key: string) =>
      product.as(by(product.keys)).post(path, body(name), { 'idempotency-key': key });

    it('happens once, however often and however much at once it is asked with one Idempotency-Key (F13)', async () => {
      const [name, key, before] = [randomUUID(), randomUUID(), await total()];
      const given = answers(await atOnce(100, () => post(name, key)));
      expect(new Set(given.map(({ status }) => status))).toEqual(new Set([201]));
      expect(new Set(given.map(({ text }) => text)).size).toBe(1);
      expect(await total()).toBe(before + 1);
      const [first] = given as [Answer];
      expect(first.headers.get('location')).toMatch(/^\/api\/v1\//);

      expect((await post(name, key)).text).toBe(first.text);
      expectProblem(await post(randomUUID(), key), 422, 'idempotency-key-reused');
      expect(await total()).toBe(before + 1);
    });
  });

  describe('an Idempotency-Key', () => {
    it('means nothing to another caller', async () => {
      const { as, keys } = product;
      const key = { 'idempotency-key': randomUUID() };
      const [one, other] = await Promise.all(
        [keys.network, keys.contributor].map((holder) => done(as(holder).post('contributions', aContribution(), key))),
      );
      expect(one.id).not.toBe(other.id);
    });

    it('is refused when it is none', async () => {
      const { as, keys } = product;
      for (const key of ['', 'with space', 'x'.repeat(201)]) {
        expectProblem(await as(keys.network).post('contributions', aContribution(), { 'idempotency-key': key }), 422);
      }
    });
  });

  describe('one externalId sent many times at once', () => {
    it('makes one contribution', async () => {
      const { as, keys } = product;
      const sent = aContribution({ externalId: randomUUID() });
      const given = answers(await atOnce(20, () => as(keys.contributor).post('contributions', sent)));
      expect(given.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
      expect(new Set(given.map(({ body }) => body.id)).size).toBe(1);
    });
  });

  describe('an edit', () => {
    it.each([
      [
        'a contribution',
        ({ contributor }: Product['keys']) => contributor,
        'contributions',
        aContribution({ submit: false }),
        { title: 'Autre titre' },
      ],
      [
        'a network',
        ({ operator }: Product['keys']) => operator,
        'networks',
        { ...aNetwork('a-modifier'), isUmbrella: true },
        { name: 'Autre nom' },
      ],
      [
        'a webhook endpoint',
        ({ subscriber }: Product['keys']) => subscriber,
        'webhook-endpoints',
        { url: 'http://127.0.0.1:9999/' },
        { description: 'Autre' },
      ],
    ])('of %s names the revision that it saw', async (_, by, path, body, change) => {
      const client = product.as(by(product.keys));
      const created = await client.post(path, body);
      const at = `${path}/${created.body.id}`;
      const etag = await etagOf(client.get(at));
      expect(created.headers.get('etag')).toBe(etag);
      expectProblem(await client.patch(at, change), 428, 'revision-required');
      expectProblem(await client.patch(at, change, '"made-up"'), 412, 'revision-mismatch');
      const race = answers(await atOnce(5, () => client.patch(at, change, etag)));
      expect(race.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
      const next = race.find(({ status }) => status === 200)?.headers.get('etag');
      expect(next).not.toBe(etag);
      expect(await etagOf(client.get(at))).toBe(next);
      // Said when it is created, and then no more.
      const { secret: _secret, warnings: _warnings, updatedAt: _updatedAt, ...before } = created.body;
      expect((await client.get(at)).body).toMatchObject({ ...before, ...change });
    });
  });
};
