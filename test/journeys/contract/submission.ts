import { describe, expect, it } from 'vitest';
import { done } from '../../support/client.ts';
import { aContribution } from '../../support/editorial.ts';
import type { Product } from '../../support/product.ts';
import { errorsOf, expectProblem } from './conventions.ts';

export const describeSubmission = (product: Product): void => {
  const submit = (fields: Record<string, unknown>, query = '') =>
    product.as(product.keys.network).post(`contributions${query}`, aContribution(fields));
  const total = async (): Promise<number> =>
    (await done(product.as(product.keys.network).get('contributions?limit=1'))).total;

  describe('to contribute', () => {
    it('answers the contribution, as it was sent', async () => {
      const sent = aContribution({ textAlternative: 'Une liste.', flow: 'ascending', legalRefs: ['loi:1901-07-01/5'] });
      const { submit: _, ...content } = sent as Record<string, unknown>;
      const { status, body } = await product.as(product.keys.contributor).post('contributions', sent);
      expect(status).toBe(201);
      expect(body).toMatchObject({ ...content, id: expect.any(String), status: 'submitted', version: 1 });
      expect(body.network).toMatchObject({ slug: 'mda-estuaire' });
    });

    it('lets a draft be incomplete, and lists all that is missing at once when it is handed in', async () => {
      const { as, keys } = product;
      const { id } = await done(as(keys.contributor).post('contributions', { title: 'Une idée' }));
      const missing = errorsOf(await as(keys.contributor).post(`contributions/${id}/submit`));
      const required =
        'summary family format scale territories support themes audiences supportTasks uses howToUse licence regime language links';
      expect(missing).toEqual(Object.fromEntries(required.split(' ').map((field) => [`/${field}`, 'required'])));
    });

    it.each([
      [
        'a documentary resource its test',
        { fieldTest: null, technicalNature: undefined },
        ['/technicalNature', '/fieldTest'],
      ],
      ['specific support its sector', { support: 'specific' }, ['/sector']],
      ['an observation its method', { family: 'observation', fieldTest: null }, ['/observation']],
      ['news its end', { family: 'social-watch', fieldTest: null }, ['/expiresAt']],
      ['a mind map its text', { format: 'mind-map' }, ['/textAlternative']],
    ])('asks of %s', async (_, fields, pointers) => {
      expect(Object.keys(errorsOf(await submit(fields)))).toEqual(pointers);
    });

    it('names unknown fields and terms, the nearest terms with them', async () => {
      const answer = await submit({ titel: 'x', themes: ['emplois'], territories: ['DEP-9Z'], licence: 'etalab' });
      expect(errorsOf(answer)).toEqual({
        '/titel': 'unknown-field',
        '/themes/0': 'unknown-theme',
        '/territories/0': 'unknown-territory',
        '/licence': 'unknown-licence',
      });
      const said = (pointer: string): string =>
        answer.body.errors.find((error: { pointer: string }) => error.pointer === pointer).detail;
      expect(said('/themes/0')).toContain('emploi');
      expect(said('/licence')).toContain('etalab-2.0');
      expect(errorsOf(await submit({ network: 'mda-estuair' }))).toEqual({ '/network': 'unknown-network' });
    });

    it('only checks with dryRun, and says the same', async () => {
      const before = await total();
      expect(await submit({}, '?dryRun=true')).toMatchObject({ status: 200, body: { valid: true } });
      expect(errorsOf(await submit({ howToUse: undefined }, '?dryRun=true'))).toEqual({ '/howToUse': 'required' });
      expect(await total()).toBe(before);
    });

    it('updates what has a known externalId: unchanged is nothing, changed a new version', async () => {
      const externalId = 'outil-42';
      const { as, keys } = product;
      const post = (fields: object) =>
        as(keys.contributor).post('contributions', aContribution({ externalId, submit: false, ...fields }));
      const first = await post({});
      expect(first).toMatchObject({ status: 201, body: { externalId, version: 0 } });
      const { id, updatedAt } = first.body;
      expect(await post({})).toMatchObject({ status: 200, body: { id, version: 0, updatedAt } });
      expect(await post({ title: 'Autrement', submit: true })).toMatchObject({
        status: 200,
        body: { id, version: 1, status: 'submitted', title: 'Autrement' },
      });
      expectProblem(await post({ title: 'Trop tard' }), 409, 'contribution-not-editable');
      await done(as(keys.facilitator).post(`contributions/${id}/return`, { reasons: ['Précisez le titre.'] }));
      const again = await post({ title: 'Plus précis', submit: true });
      expect(again).toMatchObject({ status: 200, body: { id, version: 2, status: 'submitted' } });
      const { history, versions } = await done(as(keys.contributor).get(`contributions/${id}`));
      expect(history).toContainEqual(expect.objectContaining({ what: 'returned', reasons: ['Précisez le titre.'] }));
      expect(versions.map(({ content }: { content: { title: string } }) => content.title)).toEqual([
        'Autrement',
        'Plus précis',
      ]);
    });

    it('hides a contribution from other networks, and lets its own do only what their role says', async () => {
      const { as, keys } = product;
      const { id } = await done(as(keys.contributor).post('contributions', aContribution()));
      for (const [method, path] of [
        ['GET', `contributions/${id}`],
        ['POST', `contributions/${id}/endorse`],
        ['POST', `contributions/${id}/withdraw`],
      ] as const) {
        expectProblem(await as(keys.subscriber).send(method, path), 404, 'contribution-not-found');
      }
      expectProblem(await as(keys.subscriber).patch(`contributions/${id}`, {}, '"r1"'), 404);
      expectProblem(await as(keys.contributor).post(`contributions/${id}/endorse`), 403, 'forbidden');
      expectProblem(await as(keys.network).post(`contributions/${id}/endorse`), 403, 'forbidden');
      expectProblem(await as(keys.facilitator).post(`contributions/${id}/submit`), 403, 'forbidden');
      expectProblem(await as(keys.facilitator).post(`contributions/${id}/return`, {}), 422);
      expectProblem(await as(keys.verifier).post('contributions', aContribution()), 403, 'forbidden');
      expectProblem(await submit({ network: 'cress-53' }), 403, 'forbidden');
      const { items } = await done(as(keys.subscriber).get('contributions?limit=100'));
      expect(items.map((item: { id: string }) => item.id)).not.toContain(id);
    });

    it('moves only where the rules lead', async () => {
      const { as, keys } = product;
      const { id } = await done(as(keys.contributor).post('contributions', aContribution({ submit: false })));
      const move = (key: string, what: string) => as(key).post(`contributions/${id}/${what}`);
      expectProblem(await move(keys.facilitator, 'endorse'), 409, 'contribution-not-movable');
      await done(move(keys.contributor, 'submit'));
      expectProblem(await move(keys.contributor, 'submit'), 409, 'contribution-not-movable');
      expect(await move(keys.contributor, 'withdraw')).toMatchObject({ status: 200, body: { status: 'withdrawn' } });
      expectProblem(await move(keys.facilitator, 'endorse'), 409, 'contribution-not-movable');
      expectProblem(await as(keys.contributor).patch(`contributions/${id}`, {}, '"r3"'), 409);
    });
  });
};
