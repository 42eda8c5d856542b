import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, done } from '../support/client.ts';
import { aContribution, anOpinion, caseOf, published } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { header, linkTo, type ReceivedMail } from '../support/mail-server.ts';
import { itemIn, jsonItemIn, type Listening, listening, subscribed } from '../support/readers.ts';
import { product } from './product.ts';

const title = 'Bilan & budget : préparer le rendez-vous « mairie » de l’année';
const sentence =
  'Testée uniquement sur ce terrain : Gironde. Peut inspirer ailleurs, sans prétendre fonctionner partout.';
const network = 'Maison des associations de l’Estuaire';
/** As a reader sees it: no-break spaces are spaces, and characters are not written as references. */
const seen = (html: string): string =>
  html.replaceAll('\u00a0', ' ').replaceAll('&nbsp;', ' ').replaceAll('&amp;', '&').replaceAll('&#x27;', "'");

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const oneClick = 'List-Unsubscribe=One-Click';
const multipart = `--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n`;
const oneClicks = [
  ['a form', form, oneClick],
  ['an empty form', form, ''],
  ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }, multipart],
  ['plain text', { 'content-type': 'text/plain' }, oneClick],
  ['JSON', { 'content-type': 'application/json' }, '{}'],
  ['something odd', { 'content-type': 'application/octet-stream' }, 'odd'],
  ['nothing at all', {}, undefined],
] as const;
const leaverBy = (shape: string): string => `${shape.replaceAll(' ', '-').toLowerCase()}@lecteurs.example`;

describe('The main job', () => {
  let id: string;
  let reader: string;
  let tool: Listening;
  let resource: Answer['body'];

  beforeAll(async () => {
    reader = await subscribed(product, { territory: ['DEP-33'], theme: ['cooperation'] });
    await Promise.all(oneClicks.map(([shape]) => subscribed(product, { territory: ['DEP-33'] }, leaverBy(shape))));
    tool = await listening(product, { events: ['resource.published'], filter: { territory: ['REG-75'] } });
  });

  it('begins with a draft that only its author hands in', async () => {
    const { as, keys } = product;
    const draft = await as(keys.contributor).post('contributions', aContribution({ title, submit: false }));
    expect(draft).toMatchObject({ status: 201, body: { status: 'draft', version: 0, title } });
    id = draft.body.id;
    expect(draft.headers.get('location')).toBe(`/api/v1/contributions/${id}`);

    expect(await as(keys.facilitator).post(`contributions/${id}/submit`)).toMatchObject({ status: 403 });
    const handedIn = await as(keys.contributor).post(`contributions/${id}/submit`);
    expect(handedIn).toMatchObject({ status: 200, body: { id, status: 'submitted', version: 1 } });
  });

  it('waits for the facilitator, who passes it to the committee', async () => {
    const { as, keys } = product;
    expect(await as(keys.contributor).post(`contributions/${id}/endorse`)).toMatchObject({ status: 403 });
    const endorsed = await as(keys.facilitator).post(`contributions/${id}/endorse`);
    expect(endorsed).toMatchObject({ status: 200, body: { id, status: 'in-review', version: 1 } });
  });

  it('gathers opinions, says what is missing meanwhile, and is decided once, even in a race', async () => {
    const { as, keys } = product;
    const { id: caseId } = await caseOf(product, id);
    const give = (member: number) =>
      as(keys.committee[member] as string).post(`cases/${caseId}/opinions`, anOpinion({ comment: null }));
    expect(await give(0)).toMatchObject({
      status: 201,
      body: {
        caseId,
        decision: null,
        missing: [
          { code: 'opinions', needed: 2 },
          { code: 'colleges', needed: 2, not: ['etat'] },
        ],
      },
    });
    await give(1);
    expect((await done(as(keys.committee[0] as string).get(`cases/${caseId}`))).missing).toMatchObject([
      { code: 'opinions', needed: 1, detail: 'Il manque un avis.' },
      { code: 'colleges', needed: 1, not: ['associatif', 'etat'], detail: 'Il manque un avis d’un autre collège.' },
    ]);

    const race = await Promise.all([give(2), give(3), give(4)]);
    expect(race.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(race.find(({ status }) => status === 201)?.body).toMatchObject({
      decision: { outcome: 'published', verdict: 'inspiration', scope: { include: ['DEP-33'], exclude: [] } },
      missing: [],
    });
    await eventually(async () =>
      expect(await done(as(keys.contributor).get(`contributions/${id}`))).toMatchObject({ status: 'published' }),
    );
  });

  it('puts the resource in the catalogue, with its grounds and without names', async () => {
    resource = await eventually(() => done(product.anyone.get(`resources/${id}`)));
    expect(resource).toMatchObject({
      id,
      url: `${product.origin}/ressources/${id}`,
      version: 1,
      status: 'published',
      label: 'none',
      title,
      fieldTest: { verdict: 'inspiration', testedIn: ['DEP-33'], sentence },
      network: { slug: 'mda-estuaire', name: network },
      grounds: { opinions: 3, recommendations: { approve: 3 }, policyVersion: 1 },
      revisedAt: null,
    });
    expect(JSON.stringify(resource)).not.toMatch(/benali|duvivier|comment/i);
    const page = await product.anyone.get(resource.url, { accept: 'text/html' });
    expect(seen(page.text)).toContain(title);
  });

  it('announces it under one id in RSS, Atom and JSON Feed', async () => {
    const entry = `urn:essaim:${id}:v1:published`;
    for (const feed of ['/feeds/resources.rss?territory=DEP-33', '/feeds/resources.atom?territory=DEP-33']) {
      const item = await itemIn(product, feed, entry);
      expect(item.title?.trim()).toBe(title);
      expect(item.link).toBe(resource.url);
      expect(item.contentSnippet).toContain(sentence);
      expect(item.contentSnippet).toContain(`${network}, Licence Ouverte 2.0, mise à jour du`);
      expect(item.isoDate?.slice(0, 19)).toBe(resource.publishedAt.slice(0, 19));
    }
    expect(await jsonItemIn(product, '/feeds/resources.json?territory=DEP-33', entry)).toMatchObject({
      title,
      url: resource.url,
      content_html: expect.stringContaining(sentence),
      _essaim: resource,
    });
  });

  it('sends it once to the webhook, signed, as the API gives it', async () => {
    const { receiver } = tool;
    const { id: webhookId, body } = await receiver.waitFor('resource.published', id);
    expect(Object.keys(body)).toEqual(['type', 'timestamp', 'sequence', 'data']);
    expect(body).toEqual({ type: 'resource.published', timestamp: resource.publishedAt, sequence: 1, data: resource });
    expect(webhookId).not.toContain('.');
    expect(receiver.received.filter(({ body: { type } }) => type === 'resource.published')).toHaveLength(1);
    expect(receiver.refused).toEqual([]);
  });

  describe('by mail', () => {
    let mail: ReceivedMail;
    beforeAll(async () => {
      mail = await product.mails.waitFor(reader, title);
    });

    it('says the same in text and in HTML', () => {
      expect(mail.subject).toBe(title);
      for (const part of [mail.text, seen(mail.html)]) {
        for (const words of [title, sentence, `${network}, Licence Ouverte 2.0, mise à jour du`, resource.url]) {
          expect(part).toContain(words);
        }
      }
      expect(mail.html).toContain('lang="fr"');
    });

    it('tracks nobody: no image, no script, and every link leads here', () => {
      expect(mail.html).not.toMatch(/<(?:img|script|iframe|link)\b/i);
      const links = [...mail.html.matchAll(/href="([^"]+)"/g)].map(([, href]) => new URL(href ?? '').origin);
      expect(new Set(links)).toEqual(new Set([product.origin]));
    });

    it('is a list mail that says how to leave it', () => {
      expect(header(mail, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
      expect(header(mail, 'List-Unsubscribe')).toBe(`<${linkTo(mail, 'unsubscribe')}>`);
      expect(header(mail, 'List-Id')).toMatch(/<ressources\.[^>]+>/);
      expect(header(mail, 'Auto-Submitted')).toBe('auto-generated');
      expect(header(mail, 'Message-ID')).toMatch(/^<[^@\s]+@[^@\s]+>$/);
    });

    // RFC 8058 §3.2: a POST by a machine, in whatever shape, without a cookie; answered without a redirect.
    it.each(oneClicks)('lets one leave with one click by %s', async (shape, headers, body) => {
      const received = await product.mails.waitFor(leaverBy(shape), title);
      const [, link = ''] = /<([^>]+)>/.exec(header(received, 'List-Unsubscribe') ?? '') ?? [];
      const answer = await product.anyone.send('POST', link, headers, body);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('location')).toBeNull();
      expect(answer.text).toContain('Vous êtes désabonné');
    });

    it('stays away from those who left', async () => {
      for (const next of ['Après le départ', 'Encore après']) {
        await published(product, { title: next });
        await product.mails.waitFor(reader, next);
      }
      for (const [shape] of oneClicks) expect(product.mails.to(leaverBy(shape))).toHaveLength(2);
    });
  });
});
