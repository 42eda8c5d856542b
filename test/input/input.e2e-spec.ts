import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Sent } from '../support/client.ts';
import { answers, atOnce } from '../support/eventually.ts';
import { productForThisFile } from '../support/product.ts';
import { expectAnswered } from './expect-answered.ts';
import { hostileBody, hostileHeaders, hostileId, hostileQuery } from './hostile.ts';
import { type LineRoute, line } from './line.ts';
import { asJson, sendRaw } from './raw.ts';
import { someThings, type Things } from './things.ts';

const product = productForThisFile();
let things: Things;
beforeAll(async () => {
  things = await someThings(product);
});

const routes = Object.entries(line);
const writes = routes.filter(([, { method }]) => method !== 'GET');
const reads = routes.filter(([, { method }]) => method === 'GET');
const parameters = { seed: 20_261_123, endOnFailure: true } as const;

const keyOf = ({ by }: LineRoute): Sent => (by ? { authorization: `Bearer ${by(product.keys)}` } : {});
const pathOf = ({ at, of }: LineRoute) => at(of ? things[of] : 'none');

const totalOf = async (list: string, route: LineRoute): Promise<number> =>
  (
    await sendRaw(product.origin, {
      method: 'GET',
      target: `${list}?limit=1`.replace(/(keys|members)\?.*/, '$1'),
      headers: keyOf(route),
    })
  ).body.total;

const revisionOf = async (route: LineRoute): Promise<Record<string, string>> => {
  if (route.method !== 'PATCH') return {};
  const { headers } = await sendRaw(product.origin, { method: 'GET', target: pathOf(route), headers: keyOf(route) });
  return { 'if-match': headers.get('etag') ?? '"r1"' };
};

describe('Whatever is sent', () => {
  it.each(writes)('as the body of %s, only answers of the contract come back', async (_, route) => {
    const before = route.list ? await totalOf(route.list, route) : 0;
    const created = new Set<string>();
    await fc.assert(
      fc.asyncProperty(hostileBody(route.valid ?? {}), async (body) => {
        const headers = { ...asJson, ...keyOf(route), ...(await revisionOf(route)) };
        const answer = await sendRaw(product.origin, { method: route.method, target: pathOf(route), headers, body });
        if (answer.status === 201) created.add(answer.body.id);
        expectAnswered(answer, route);
      }),
      { ...parameters, numRuns: route.valid && Object.keys(route.valid).length > 1 ? 50 : 12 },
    );
    // What was refused left nothing behind.
    if (route.list) expect(await totalOf(route.list, route)).toBe(before + created.size);
  });

  it.each(reads)('as the query of %s, only answers of the contract come back', async (_, route) => {
    await fc.assert(
      fc.asyncProperty(hostileQuery, async (query) => {
        const target = `${pathOf(route)}?${query}`;
        expectAnswered(await sendRaw(product.origin, { method: 'GET', target, headers: keyOf(route) }), route);
      }),
      { ...parameters, numRuns: 15 },
    );
  });

  it.each(routes)('as the id and in the headers of %s, only answers of the contract come back', async (_, route) => {
    await fc.assert(
      fc.asyncProperty(hostileId, hostileHeaders, async (id, sent) => {
        const body = route.valid && { body: JSON.stringify(route.valid) };
        const headers = { ...(body ? asJson : {}), ...sent, ...keyOf(route) };
        const answer = await sendRaw(product.origin, { method: route.method, target: route.at(id), headers, ...body });
        expectAnswered(answer, route, 'accept-language' in sent);
      }),
      { ...parameters, numRuns: 12 },
    );
  });
});

const json = '{"title":"Un titre"}';
const unreadable: readonly (readonly [string, string | undefined, string | Buffer, number])[] = [
  ['600 kB', 'application/json', `{"title":"${'x'.repeat(600 * 1024)}"}`, 413],
  ['bytes that are no UTF-8', 'application/json', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400],
  ['a character cut short', 'application/json', Buffer.from('7b2261223a22f09f9822 7d'.replace(' ', ''), 'hex'), 400],
  ['UTF-16', 'application/json; charset=utf-16', Buffer.from(json, 'utf16le'), 415],
  ['UTF-8 that says it is UTF-16', 'application/json; charset=utf-16', json, 415],
  ['UTF-8 that says it is Latin-1', 'application/json; charset="iso-8859-1"', json, 415],
  ['a form', 'application/x-www-form-urlencoded', 'title=x', 415],
  ['XML', 'text/xml', '<title/>', 415],
  ['JSON under another name', 'text/plain', json, 415],
  ['JSON under no name', undefined, json, 415],
  ['lists in lists, 10,000 deep', 'application/json', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 400],
  ['objects in objects, 10,000 deep', 'application/json', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 400],
  ['half an object', 'application/json', '{"title":', 400],
  ['a key to the prototype', 'application/json', '{"__proto__":{"selfEndorsing":true}}', 400],
];

describe('A body that cannot be read', () => {
  const jsonWrites = writes.filter(([, { isPage }]) => !isPage);

  it.each(unreadable)('(%s) is refused by every route with its own status', async (_, type, body, status) => {
    for (const [, route] of jsonWrites) {
      const headers = { ...(type ? { 'content-type': type } : {}), 'if-match': '"r1"', ...keyOf(route) };
      const { method } = route;
      const answer = await sendRaw(product.origin, { method, target: pathOf(route), headers, body });
      expectAnswered(answer, route);
      expect(answer.status).toBe(status);
    }
  });
});

/** The same body for somebody or something else. */
const varied: Readonly<Record<string, (index: number) => Record<string, unknown>>> = {
  'creating a contribution': (index) => ({ title: `Titre ${index}` }),
  'registering a network': (index) => ({ slug: `course-${index}` }),
  'adding a member': (index) => ({ email: `course-${index}@reseau.example` }),
  'issuing a key': (index) => ({ name: `Course ${index}` }),
  'registering an endpoint': (index) => ({ description: `Course ${index}` }),
};

describe('An Idempotency-Key', () => {
  it.each(Object.entries(varied))('that races for several bodies, %s, is for one of them', async (name, vary) => {
    const route = line[name] as LineRoute;
    const post = (fields: Record<string, unknown>) => {
      const headers = { ...asJson, ...keyOf(route), 'idempotency-key': `course-${name.replaceAll(' ', '-')}` };
      const body = JSON.stringify({ ...route.valid, ...fields });
      return sendRaw(product.origin, { method: 'POST', target: pathOf(route), headers, body });
    };
    const before = await totalOf(route.list ?? '', route);
    // A refusal does not use it up.
    expect((await post({ nobody: 'knows' })).status).toBe(422);
    const race = answers(await atOnce(20, (index) => post(vary(index))));
    expect(race.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(422)]);
    for (const lost of race.filter(({ status }) => status === 422)) {
      expect(lost.body.type).toBe('/problems/idempotency-key-reused');
    }
    expect(await totalOf(route.list ?? '', route)).toBe(before + 1);
  });
});

describe('An error', () => {
  const check = (fields: Record<string, unknown>, language?: string) =>
    product
      .as(product.keys.network)
      .post(
        'contributions?dryRun=true',
        { title: 'Un titre', ...fields },
        language ? { 'accept-language': language } : {},
      );

  it.each([
    [{ territories: ['DEP-33', 'Girond'] }, '/territories/1', 'unknown-territory', 'DEP-33'],
    [{ themes: ['emplois'] }, '/themes/0', 'unknown-theme', 'emploi'],
    [
      { fieldTest: { verdict: 'inspiration', testedIn: ['DEP-333'] } },
      '/fieldTest/testedIn/0',
      'unknown-territory',
      'DEP-33',
    ],
  ])('in %j names the field by its pointer, with the nearest term', async (fields, pointer, code, nearest) => {
    const { body } = await check(fields);
    const detail = expect.stringContaining(`« ${nearest} »`);
    expect(body.errors).toContainEqual({ pointer, code, detail });
  });

  it('is in French, and in English for those who ask', async () => {
    const [french, english] = [await check({ titel: 1 }), await check({ titel: 1 }, 'en')];
    expect(french.body).toMatchObject({
      detail: 'Un champ est à corriger.',
      errors: [{ detail: 'Champ inconnu : « titel ».' }],
    });
    expect(english.body).toMatchObject({
      detail: 'One field needs correcting.',
      errors: [{ detail: 'Unknown field: “titel”.' }],
    });
  });

  it('says the first hundred of thousands, and soon', async () => {
    const many = Object.fromEntries(Array.from({ length: 30_000 }, (_, index) => [`champ${index}`, 1]));
    const wanted = { email: 'a@lecteurs.example', frequency: 'immediate', filter: many };
    const refused = [await check(many), await product.anyone.post('subscriptions', wanted)];
    for (const { status, text } of refused) {
      expect(status).toBe(422);
      expect(text.length).toBeLessThan(20_000);
    }
  });
});

describe('After all that', () => {
  it('every service is still alive and ready, and has recorded no error that nobody expected', async () => {
    for (const [name, { url }] of Object.entries(product.services)) {
      expect({ name, status: (await fetch(`${url}/health/ready`)).status }).toEqual({ name, status: 200 });
      expect(await product.logOf(name as keyof typeof product.services)).not.toMatch(
        /unexpected|uncaught|RangeError|TypeError/i,
      );
    }
  });
});
