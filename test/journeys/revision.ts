import { beforeAll, describe, expect, it } from 'vitest';
import { done, etagOf } from '../support/client.ts';
import { aContribution, anOpinion, caseOf, decided, published } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { itemIn, jsonItemIn, type Listening, listening, subscribed } from '../support/readers.ts';
import { product } from './product.ts';

const resourceOf = (id: string) => done(product.anyone.get(`resources/${id}`));
const contributionOf = (id: string) => done(product.as(product.keys.network).get(`contributions/${id}`));
const author = () => product.as(product.keys.network);

/** Edits what is public, or what the committee sent back. */
const edited = async (id: string, changes: Record<string, unknown>): Promise<void> => {
  await done(author().patch(`contributions/${id}`, changes, await etagOf(author().get(`contributions/${id}`))));
};

/** The status that the author sees, once it is that one. */
const becomes = (id: string, status: string) =>
  eventually(async () => {
    const contribution = await contributionOf(id);
    expect(contribution.status).toBe(status);
    return contribution;
  });

/** A version of a resource, once it is public. */
const publicAt = (id: string, version: number) =>
  eventually(async () => {
    const resource = await resourceOf(id);
    expect(resource.version).toBe(version);
    return resource;
  });

describe('A published resource', () => {
  let id: string;
  let reader: string;
  let tool: Listening;
  const title = 'Répondre à un appel à projets';
  beforeAll(async () => {
    // Both want what the first version is about, and nothing of what it becomes.
    const filter = { territory: ['DEP-33'], theme: ['cooperation'] };
    reader = await subscribed(product, filter);
    tool = await listening(product, { filter });
    id = await published(product, { title });
    await tool.receiver.waitFor('resource.published', id);
    await product.mails.waitFor(reader, title);
  });

  it('is revised only by saying what changes', async () => {
    await edited(id, { summary: 'Une autre trame.', themes: ['emploi'], scope: { include: ['DEP-37'] } });
    const refused = await author().post(`contributions/${id}/submit`);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/change', code: 'required' }] } });
    await edited(id, { change: 'Le calendrier est celui de 2027.' });
    expect(await done(author().post(`contributions/${id}/submit`))).toMatchObject({ status: 'in-review', version: 2 });
  });

  it('stays public as it was until the committee approves the new version', async () => {
    const subject = await caseOf(product, id, 2);
    expect(subject).toMatchObject({ status: 'open', version: 2 });
    expect(await resourceOf(id)).toMatchObject({ version: 1, themes: ['cooperation'], change: null, revisedAt: null });
    const stale = await product
      .as(product.keys.committee[0] as string)
      .post(`cases/${subject.id}/opinions`, anOpinion());
    expect(stale).toMatchObject({ status: 409, body: { type: '/problems/stale-version', currentVersion: 2 } });
  });

  it('is then public at its new version, and was published when it was', async () => {
    const before = await resourceOf(id);
    await decided(product, id, { version: 2 });
    const after = await publicAt(id, 2);
    expect(after).toMatchObject({
      change: 'Le calendrier est celui de 2027.',
      summary: 'Une autre trame.',
      themes: ['emploi'],
      scope: { include: ['DEP-37'], exclude: [] },
      publishedAt: before.publishedAt,
    });
    expect(Date.parse(after.revisedAt)).toBeGreaterThan(Date.parse(before.publishedAt));
    expect(await becomes(id, 'published')).toMatchObject({ version: 2, versions: [{ version: 1 }, { version: 2 }] });
  });

  it('is a new entry of the feeds, that first says what changes', async () => {
    const entry = `urn:essaim:${id}:v2:revised`;
    for (const feed of ['/feeds/resources.rss', '/feeds/resources.atom']) {
      const item = await itemIn(product, `${feed}?territory=DEP-37`, entry);
      expect(item.title?.trim()).toBe(`Mise à jour : ${title}`);
      expect(item.contentSnippet?.trim()).toMatch(/^Ce qui change : Le calendrier est celui de 2027\.\n/);
      expect(await itemIn(product, feed, `urn:essaim:${id}:v1:published`)).toHaveProperty('title');
    }
    const item = await jsonItemIn(product, '/feeds/resources.json', entry);
    expect(item).toMatchObject({ _essaim: await resourceOf(id) });
    expect(item.content_text).toMatch(/^Ce qui change : /);
  });

  it('is told to those who had the version before, whatever their filter says of this one', async () => {
    const mail = await product.mails.waitFor(reader, 'Ce qui change : Le calendrier est celui de 2027.');
    expect(mail.subject).toBe(`Mise à jour : ${title}`);
    expect(mail.text.indexOf('Ce qui change')).toBeLessThan(mail.text.indexOf('Une autre trame.'));

    // Of the third version nothing matches, neither before nor after: having had it is what counts.
    await edited(id, { title: 'Trouver un financement', change: 'Le titre dit tout.' });
    await done(author().post(`contributions/${id}/submit`));
    await decided(product, id, { version: 3 });
    await product.mails.waitFor(reader, 'Ce qui change : Le titre dit tout.');
    expect(product.mails.to(reader)).toHaveLength(4);
  });

  it('comes to webhooks as one event per version, each numbered after the other', async () => {
    const { receiver } = tool;
    await eventually(() => expect(receiver.received).toHaveLength(4));
    const [, first, second, third] = receiver.received;
    expect([first, second, third].map((webhook) => [webhook?.body.type, webhook?.body.sequence])).toEqual([
      ['resource.published', 1],
      ['resource.revised', 2],
      ['resource.revised', 3],
    ]);
    expect(new Set(receiver.received.map((webhook) => webhook.id)).size).toBe(4);
    expect(third?.body.data).toEqual(await publicAt(id, 3));
  });
});

describe('A version that the committee', () => {
  const refusing = { comment: 'Dites à qui elle s’adresse.' };

  it('wants changed goes back to its author with the reasons, and comes again', async () => {
    const { id } = await done(author().post('contributions', aContribution({ title: 'À compléter' })));
    const decision = await decided(product, id, { recommendation: 'request-changes', ...refusing });
    expect(decision).toMatchObject({ outcome: 'changes-requested' });
    expect(await becomes(id, 'changes-requested')).toMatchObject({
      committee: [{ version: 1, outcome: 'changes-requested', reasons: Array(3).fill(refusing.comment) }],
    });
    expect((await product.anyone.get(`resources/${id}`)).status).toBe(404);

    await edited(id, { summary: 'Pour les trésoriers.' });
    await done(author().post(`contributions/${id}/submit`));
    await decided(product, id, { version: 2 });
    expect(await publicAt(id, 2)).toMatchObject({ summary: 'Pour les trésoriers.', change: null });
  });

  it('declines is closed, with the reasons', async () => {
    const { id } = await done(author().post('contributions', aContribution({ title: 'Non retenue' })));
    await decided(product, id, { recommendation: 'decline', ...refusing });
    const { committee } = await becomes(id, 'declined');
    expect(committee).toMatchObject([{ outcome: 'declined', reasons: Array(3).fill(refusing.comment) }]);
    expect((await author().post(`contributions/${id}/submit`)).status).toBe(409);
    expect((await product.anyone.get(`resources/${id}`)).status).toBe(404);
  });

  it.each(['declines', 'never judges, because its author takes it back,'])(
    '%s leaves public what was, when it is a revision',
    async (what) => {
      const id = await published(product, { title: `Une révision qu’on ${what}` });
      await publicAt(id, 1);
      await becomes(id, 'published');
      await edited(id, { change: 'Tout.', summary: 'Autre chose.' });
      await done(author().post(`contributions/${id}/submit`));
      const { id: subject } = await caseOf(product, id, 2);
      if (what === 'declines') await decided(product, id, { version: 2, recommendation: 'decline', ...refusing });
      else await done(author().post(`contributions/${id}/withdraw`, { reason: 'Trop tôt.' }));
      await eventually(async () =>
        expect(await caseOf(product, id, 2)).toMatchObject({ id: subject, status: 'decided' }),
      );
      await becomes(id, 'published');
      expect(await resourceOf(id)).toMatchObject({ version: 1, change: null });
    },
  );

  it('has not decided when its author takes it back closes with it', async () => {
    const { id } = await done(author().post('contributions', aContribution({ title: 'Reprise' })));
    const { id: subject } = await caseOf(product, id);
    await done(author().post(`contributions/${id}/withdraw`, { reason: 'Nous la reprenons.' }));
    await eventually(async () =>
      expect(await caseOf(product, id)).toMatchObject({
        status: 'decided',
        decision: { outcome: 'withdrawn', reasons: ['Nous la reprenons.'] },
      }),
    );
    const late = await product.as(product.keys.committee[0] as string).post(`cases/${subject}/opinions`, anOpinion());
    expect(late).toMatchObject({ status: 409, body: { type: '/problems/case-decided', outcome: 'withdrawn' } });
    expect(await contributionOf(id)).toMatchObject({ status: 'withdrawn' });
  });
});
