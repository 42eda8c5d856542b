import { describe, expect, it } from '@jest/globals';
import { type Answer, done } from '../support/client.ts';
import { anOpinion, caseOf, decided, published } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { productForThisFile } from '../support/product.ts';
import { expectProblem } from './contract/conventions.ts';

const product = productForThisFile();

const member = (n = 0) => product.as(product.keys.committee[n] as string);
const author = () => product.as(product.keys.network);
const recordOf = (id: string): Promise<Answer['body']> => done(member().get(`resources/${id}/record`));
const isPublic = (id: string) => eventually(() => recordOf(id));

describe('A demonstration', () => {
  it('has its references, those proposed, adoptions and feedback', async () => {
    const { R07, R08, R17, R19, R01 } = product.resources as Record<string, string>;
    for (const id of [R08, R17]) expect(await recordOf(id as string)).toMatchObject({ label: 'reference' });
    for (const id of [R07, R19]) expect(await recordOf(id as string)).toMatchObject({ label: 'proposed' });
    expect(await done(product.anyone.get(`resources/${R01}/adoptions`))).toMatchObject({ total: 2 });
    expect(await done(product.anyone.get(`resources/${R01}/feedback`))).toMatchObject({ total: 1 });
  });
});

describe('A public resource, in its later life,', () => {
  const reason = 'Le formulaire a changé au 1er novembre.';
  let id: string;

  it('is flagged by the committee, and confirmed once it was read again', async () => {
    id = await published(product, { title: 'Demander une salle' });
    await isPublic(id);
    expect((await member().post(`resources/${id}/flag`, {})).status).toBe(422);
    expect(await done(member().post(`resources/${id}/flag`, { reason }))).toMatchObject({
      status: 'flagged',
      statusReason: reason,
      statusLabel: 'Vérification en cours',
    });
    expectProblem(await member().post(`resources/${id}/flag`, { reason }), 409, 'resource-not-movable');
    const confirmed = await done(member(1).post(`resources/${id}/confirm`, { reason: 'Relue : rien ne change.' }));
    expect(confirmed).toMatchObject({ status: 'published', statusReason: null });
  });

  it('becomes the national reference, once others took it up, a professional read it and five members agree', async () => {
    const proposal = await member().post(`resources/${id}/label-proposals`, {}, { 'idempotency-key': `label-${id}` });
    expect(proposal.status).toBe(201);
    const { caseId, missing } = proposal.body;
    expect(missing.map(({ code }: { code: string }) => code)).toEqual([
      'opinions',
      'colleges',
      'adoptions',
      'verification',
    ]);
    expectProblem(await member(1).post(`resources/${id}/label-proposals`), 409, 'proposal-under-way');

    const check = { version: 1, perimeter: 'le formulaire' };
    await done(product.as(product.keys.verifier).post(`cases/${caseId}/verifications`, check));
    for (const key of product.keys.committee) await done(product.as(key).post(`cases/${caseId}/opinions`, anOpinion()));
    expect(await done(member().get(`cases/${caseId}`))).toMatchObject({
      status: 'open',
      missing: [{ code: 'adoptions' }],
    });

    const adopted = (territory: string) =>
      done(product.as(product.keys.subscriber).post(`resources/${id}/adoptions`, { territory, result: 'Utile.' }));
    await adopted('DEP-35');
    await adopted('DEP-29');
    await eventually(async () =>
      expect(await recordOf(id)).toMatchObject({ label: 'reference', labelLabel: 'Référence nationale' }),
    );
    const { adoptions, labelledUntil } = await recordOf(id);
    expect(adoptions).toHaveLength(2);
    expect(Date.parse(labelledUntil)).toBeGreaterThan(Date.now() + 700 * 24 * 3600 * 1000);
  });

  it('is a reference no longer when a new version is published that no professional has read', async () => {
    const { headers } = await author().get(`contributions/${id}`);
    const change = { change: 'Le nouveau formulaire.' };
    await done(author().patch(`contributions/${id}`, change, headers.get('etag') ?? ''));
    await done(author().post(`contributions/${id}/submit`));
    await decided(product, id, { version: 2 });
    await eventually(async () => expect(await recordOf(id)).toMatchObject({ version: 2, label: 'revoked' }));
  });

  it('is withdrawn when its author asks and the committee agrees', async () => {
    const asked = await author().post(`resources/${id}/withdraw`, { reason: 'Nous la refondons.' });
    expect(asked.status).toBe(202);
    expect(await recordOf(id)).toMatchObject({ status: 'published', requests: [{ command: 'withdraw' }] });
    const { items } = await done(member().get('editorial/requests'));
    expect(items).toContainEqual(asked.body.request);
    const path = `resources/${id}/requests/${asked.body.request.id}/accept`;
    expectProblem(await author().post(path), 403);
    expect(await done(member().post(path))).toMatchObject({ status: 'withdrawn', statusReason: 'Nous la refondons.' });
    expectProblem(await member().post(`resources/${id}/restore`, { reason }), 409, 'resource-not-movable');
    expectProblem(await member().post(`resources/${id}/label-proposals`), 409, 'resource-not-published');
  });
});

describe('Feedback', () => {
  it('is given by anyone, read by a member, and then public', async () => {
    const id = await published(product, { title: 'Tenir une permanence' });
    await isPublic(id);
    const given = { territory: 'DEP-37', usefulness: 4, minutesSaved: 20, comment: 'Très clair.' };
    const answer = await product.anyone.post(`resources/${id}/feedback`, given);
    expect(answer).toMatchObject({ status: 201, body: { status: 'pending' } });
    expect(await done(product.anyone.get(`resources/${id}/feedback`))).toMatchObject({ items: [], total: 0 });
    await done(member().post(`editorial/feedback/${answer.body.id}/publish`));
    const { items } = await done(product.anyone.get(`resources/${id}/feedback`));
    expect(items).toMatchObject([{ ...given, version: 1 }]);
    expect(items[0]).not.toHaveProperty('moderatedBy');
    expect((await caseOf(product, id)).procedure).toBe('publication');
  });
});
