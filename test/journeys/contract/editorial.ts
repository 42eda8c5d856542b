import { beforeAll, describe, expect, it } from 'vitest';
import { done } from '../../support/client.ts';
import { aContribution, anOpinion, caseOf, decided } from '../../support/editorial.ts';
import { eventually } from '../../support/eventually.ts';
import type { Product } from '../../support/product.ts';
import { errorsOf, expectProblem } from './conventions.ts';

export const describeEditorial = (product: Product): void => {
  const opine = (key: string, subject: string, fields: Record<string, unknown> = {}) =>
    product.as(key).post(`cases/${subject}/opinions`, anOpinion(fields));

  describe('to review', () => {
    let contribution: string;
    let subject: string;
    beforeAll(async () => {
      const { as, keys } = product;
      contribution = (await done(as(keys.network).post('contributions', aContribution()))).id;
      subject = (await caseOf(product, contribution)).id;
    });

    it('shows a case to the committee, with its grid and what is missing', async () => {
      const { as, keys } = product;
      const shown = await as(keys.committee[0] as string).get(`cases/${subject}`);
      expect(shown.headers.get('etag')).toMatch(/^"/);
      expect(shown.body).toMatchObject({
        id: subject,
        contributionId: contribution,
        version: 1,
        status: 'open',
        decision: null,
        missing: [
          { code: 'opinions', needed: 3 },
          { code: 'colleges', needed: 3, not: [] },
        ],
        opinions: [],
      });
      expect(shown.body.grid.map(({ criterion }: { criterion: string }) => criterion)).toEqual([
        'clarity',
        'accessibility',
        'fieldTest',
        'verification',
      ]);
      const { items } = await done(as(keys.committee[0] as string).get('cases?status=open&limit=100'));
      expect(items.map(({ id }: { id: string }) => id)).toContain(subject);
      expect(errorsOf(await as(keys.committee[0] as string).get('cases?status=opened'))).toHaveProperty('/status');
    });

    it('keeps cases from everybody else', async () => {
      const { as, keys } = product;
      for (const key of [keys.network, keys.contributor, keys.facilitator, keys.subscriber, keys.operator]) {
        expectProblem(await as(key).get('cases'), 403, 'forbidden');
        expectProblem(await opine(key, subject), 403, 'forbidden');
      }
      expectProblem(await opine(keys.verifier, subject), 403, 'forbidden');
      expectProblem(await as(keys.committee[0] as string).get('cases/none'), 404, 'case-not-found');
    });

    it('refuses opinions that are none, pointing at why', async () => {
      const [member = ''] = product.keys.committee;
      expect(errorsOf(await opine(member, subject, { recommendation: 'reject', version: 0 }))).toEqual({
        '/recommendation': 'invalid-value',
        '/version': 'too-short',
      });
      expect(errorsOf(await opine(member, subject, { criteria: { clarity: 'met' } }))).toEqual({
        '/criteria/accessibility': 'required',
        '/criteria/fieldTest': 'required',
        '/criteria/verification': 'required',
      });
      expect(errorsOf(await opine(member, subject, { recommendation: 'decline', comment: null }))).toEqual({
        '/comment': 'required',
      });
      expect(errorsOf(await opine(member, subject, { scope: { include: ['DEP-339'] } }))).toEqual({
        '/scope/include/0': 'unknown-territory',
      });
    });

    it('refuses the opinion of a producing network, and one on another version', async () => {
      const { as, keys } = product;
      const { items } = await done(as(keys.operator).get('networks/mda-estuaire/members'));
      const { id: person } = items.find(({ name }: { name: string }) => name === 'Solène Lagarde');
      const { key } = await done(
        as(keys.operator).post('networks/mda-estuaire/keys', { name: 'siège', person, roles: ['committee-member'] }),
      );
      expectProblem(await opine(key, subject), 403, 'own-network');
      expectProblem(await opine(keys.committee[0] as string, subject, { version: 2 }), 409, 'stale-version');
    });

    it('counts the last opinion of each member, until the decision and never after', async () => {
      const [first = '', second = '', third = ''] = product.keys.committee;
      await done(opine(first, subject, { recommendation: 'decline' }));
      const again = await opine(first, subject);
      expect(again).toMatchObject({ status: 201, body: { missing: [{ needed: 2 }, { needed: 2, not: ['etat'] }] } });
      await done(opine(second, subject));
      const { decision } = await done(opine(third, subject));
      expect(decision).toMatchObject({
        outcome: 'published',
        grounds: { opinions: 3, recommendations: { approve: 3 } },
      });
      expectProblem(await opine(first, subject), 409, 'case-decided');
      expect(await caseOf(product, contribution)).toMatchObject({ status: 'decided', decision, missing: [] });
    });

    it('takes a verification within its perimeter, and prints it', async () => {
      const { as, keys } = product;
      const { id } = await done(as(keys.network).post('contributions', aContribution()));
      const { id: caseId } = await caseOf(product, id);
      const check = { version: 1, perimeter: 'droit des associations', verifiedAt: '2026-03-12T09:00:00Z' };
      expectProblem(await as(keys.committee[0] as string).post(`cases/${caseId}/verifications`, check), 403);
      const verified = await as(keys.verifier).post(`cases/${caseId}/verifications`, check);
      expect(verified).toMatchObject({ status: 201, body: { caseId, verifications: [{ kind: 'lawyer' }] } });
      await decided(product, id);
      const { verification } = await eventually(() => done(product.anyone.get(`resources/${id}`)));
      expect(verification).toMatchObject({
        kind: 'lawyer',
        independence: 'third-party',
        sentence: expect.stringMatching(
          /^Relue par : .+ \(.*tiers.*\), le 12 mars 2026 ; périmètre : droit des associations\.$/,
        ),
      });
    });
  });
};
