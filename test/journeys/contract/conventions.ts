import { describe, expect, it } from 'vitest';
import type { Answer } from '../../support/client.ts';
import { aContribution } from '../../support/editorial.ts';
import type { Product } from '../../support/product.ts';

/** A refusal as RFC 9457 and our contract write it. */
export const expectProblem = ({ status, headers, body, text }: Answer, wanted: number, type?: string): void => {
  expect({ status, text: text.slice(0, 500) }).toMatchObject({ status: wanted });
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({
    type: type ? `/problems/${type}` : expect.stringMatching(/^\/problems\/[a-z-]+$/),
    title: expect.stringMatching(/\S/),
    status: wanted,
    detail: expect.stringMatching(/\S/),
    instance: expect.stringMatching(/^\//),
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(text).not.toMatch(/node_modules|\bat \S+ \(|stack/i);
};

/** The entries of `errors` of a 422, by their pointers. */
export const errorsOf = (answer: Answer): Record<string, string> => {
  expectProblem(answer, 422, 'invalid-fields');
  const errors: readonly { pointer: string; code: string; detail: string }[] = answer.body.errors;
  for (const { detail } of errors) expect(detail).toMatch(/\S/);
  return Object.fromEntries(errors.map(({ pointer, code }) => [pointer, code]));
};

const junkKeys = [
  'Bearer',
  'Bearer ess_',
  'Bearer ess_0123456789ab_short',
  'Basic YTpi',
  `Bearer ess_${'0'.repeat(12)}_${'x'.repeat(43)}`,
];

export const describeConventions = (product: Product): void => {
  describe('in general', () => {
    it.each(junkKeys)('refuses the key of « %s » as nobody’s (F23)', async (authorization) => {
      for (const path of ['me', 'resources', 'cases']) {
        const answer = await product.anyone.get(path, { authorization });
        expectProblem(answer, 401, 'unauthenticated');
        expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      }
    });

    it.each([
      ['GET', 'me'],
      ['GET', 'contributions'],
      ['POST', 'contributions'],
      ['GET', 'cases'],
      ['POST', 'networks'],
      ['GET', 'webhook-endpoints'],
    ])('wants a key for %s %s', async (method, path) => {
      expectProblem(await product.anyone.send(method, path), 401, 'unauthenticated');
    });

    it('speaks French, and English to those who prefer it', async () => {
      const inFrench = await product.anyone.get('me');
      expect(inFrench.headers.get('content-language')).toBe('fr');
      expect(inFrench.body.detail).toContain('Une clé d’API valable est nécessaire');
      const inEnglish = await product.anyone.get('me', { 'accept-language': 'de, en-GB;q=0.9, fr;q=0.5' });
      expect(inEnglish.headers.get('content-language')).toBe('en');
      expect(inEnglish.body.detail).toContain('A valid API key is needed');
    });

    it('keeps the trace of its caller', async () => {
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const { body } = await product.anyone.get('me', { traceparent });
      expect(body).toMatchObject({ instance: '/api/v1/me', traceId: '0af7651916cd43dd8448eb211c80319c' });
    });

    it('refuses bodies that it cannot read, each with its status', async () => {
      const post = (contentType: string, body: string) =>
        product.as(product.keys.network).send('POST', 'contributions', { 'content-type': contentType }, body);
      const unread = await post('application/json', '{"title": "x",\n "title2"}');
      expectProblem(unread, 400, 'malformed-request');
      expect(unread.body.detail).toContain('(ligne 2, colonne');
      expectProblem(await post('application/json', `{"title": "${'x'.repeat(600 * 1024)}"}`), 413, 'too-large');
      expectProblem(await post('text/xml', '<title/>'), 415, 'unsupported-media-type');
      expectProblem(await post('application/x-www-form-urlencoded', 'title=x'), 415, 'unsupported-media-type');
      for (const body of ['[]', '"text"', 'null', '12', '']) expectProblem(await post('application/json', body), 422);
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      for (const path of ['subscriptions', 'webhook-endpoints']) {
        expectProblem(await product.anyone.send('POST', path, form, 'email=x'), 415, 'unsupported-media-type');
      }
      expect((await post('application/json', '{"__proto__": {"title": "x"}}')).status).toBe(400);
    });

    it('says 404 of what is not there, and 405 with what may be done of what is', async () => {
      for (const path of ['nothing', 'resources/none', '/feeds/nothing.rss']) {
        expectProblem(await product.anyone.get(path), 404);
      }
      const answer = await product.anyone.send('DELETE', 'resources');
      expectProblem(answer, 405, 'method-not-allowed');
      expect(answer.headers.get('allow')).toContain('GET');
    });

    it('keeps health, metrics and the demonstration’s clock inside', async () => {
      for (const path of ['/health/ready', '/metrics']) {
        expect((await product.anyone.get(path, { 'x-forwarded-for': '192.0.2.1' })).status).toBe(404);
      }
      const { as, keys } = product;
      const content = aContribution({ submit: false });
      const { body } = await as(keys.network).post('contributions', content, { 'essaim-at': '2020-01-01T00:00:00Z' });
      expect(Date.parse(body.createdAt)).toBeGreaterThan(Date.now() - 60_000);
    });

    it('names unknown query parameters and impossible pages', async () => {
      expect(errorsOf(await product.anyone.get('resources?limit=101'))).toHaveProperty('/limit');
      expect(errorsOf(await product.anyone.get('networks?limit=0'))).toHaveProperty('/limit');
      expect(errorsOf(await product.anyone.get('networks?page=2'))).toEqual({ '/page': 'unknown-field' });
      expect(errorsOf(await product.anyone.get('resources?cursor=made-up'))).toHaveProperty('/cursor');
    });

    it('describes each service by OpenAPI 3.1, with whole paths', async () => {
      const expected = {
        submission: ['/api/v1/contributions', '/api/v1/networks/{network}/keys', '/api/v1/me'],
        editorial: ['/api/v1/cases/{id}/opinions', '/api/v1/policy'],
        watch: [],
        dissemination: ['/api/v1/resources', '/feeds/{file}', '/api/v1/webhook-endpoints', '/api/v1/subscriptions'],
      };
      for (const [service, paths] of Object.entries(expected)) {
        const { status, body } = await product.anyone.get(`${service}/openapi.json`);
        expect(status).toBe(200);
        expect(body.openapi).toMatch(/^3\.1\./);
        expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(paths));
        for (const path of Object.keys(body.paths))
          expect(path).toMatch(/^\/(?:(?:api\/v1|feeds|newsletters|embed)\/|(?:oai|hub|sitemap\.xml)$)/);
      }
    });
  });
};
