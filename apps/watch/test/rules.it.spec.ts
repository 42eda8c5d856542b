import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { watchNoticeRequested } from '#contracts';
import { InvalidFields } from '#platform';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { captured } from '../src/capture/capture.schema.ts';
import { draftOf, selectedContent } from '../src/desk/selected-content.ts';
import type { Item } from '../src/items/item.ts';
import { RulesNotTried } from '../src/rules/rule.problems.ts';
import { givenRules } from '../src/rules/rule.schema.ts';
import { aDesk, anEditor, aSelection } from './a-desk.ts';
import { publishers, rssOf } from './a-publisher.ts';

Logger.overrideLogger(false);

const now = new Date('2026-03-03T09:00:00Z');
const later = new Date('2026-03-05T09:00:00Z');
const editor = anEditor();
const rulesOf = (...rules: object[]) =>
  givenRules.parse({ rules: rules.map((rule, n) => ({ id: `r${n}`, name: `Règle ${n}`, ...rule })) }).rules;

describe('The desk', () => {
  const { aDatabase } = mongoForThisFile();
  const aPublisher = publishers();
  const desks: { end(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.end();
  });
  const opened = async () => {
    const [desk, site] = [await aDatabase(aDesk), await aPublisher()];
    desks.push(desk);
    await desk.ship(now);
    return { desk, site };
  };

  it('lets no rule act before it was tried on the last thirty days, and changes nothing by trying', async () => {
    const { desk, site } = await opened();
    site.answers('/flux', {
      body: rssOf([
        { guid: '1', title: 'Un appel à projets du FDVA' },
        { guid: '2', title: 'La pêche à pied' },
      ]),
    });
    const { _id } = await desk.watching(site.at('/flux'), {}, now);
    await desk.pollSources.poll(now);
    const rules = rulesOf(
      {
        when: { keywords: ['fdva'] },
        effect: { labels: ['financement'], themes: ['subventions'], priority: 2, assignee: 'bastien', sector: 'sport' },
      },
      { when: { keywords: ['pêche'] }, effect: { drop: true } },
    );
    await expect(desk.changeRules.replace(rules, 0, editor, now)).rejects.toThrow(RulesNotTried);
    expect(await desk.changeRules.tryOut(rules, now)).toMatchObject({
      items: 2,
      trials: [{ matched: 1, examples: [{ title: 'Un appel à projets du FDVA' }] }, { matched: 1 }],
    });
    expect((await desk.itemsOf(_id)).every(({ status, labels }) => status === 'new' && labels.length === 0)).toBe(true);
    await desk.changeRules.replace(rules, 0, editor, now);
    site.answers('/flux', {
      body: rssOf([
        { guid: '3', title: 'FDVA : les dates' },
        { guid: '4', title: 'Pêche, suite' },
      ]),
    });
    await desk.pollSources.poll(later);
    const found = await desk.itemsOf(_id);
    expect(found[0]).toMatchObject({
      title: 'FDVA : les dates',
      labels: ['financement'],
      themes: ['subventions'],
      assignee: 'bastien',
      priority: 2,
    });
    const drafted = found[0] as Item;
    expect(draftOf(drafted, null)).toMatchObject({ support: 'specific', sector: 'sport' });
    const forAll = aSelection({ support: 'transversal' });
    expect(selectedContent(drafted, null, forAll)).toMatchObject({ support: 'transversal' });
    expect(selectedContent(drafted, null, forAll).sector).toBeUndefined();
    expect(found.find(({ title }) => title === 'Pêche, suite')).toMatchObject({ status: 'dropped' });
  });

  it.each([
    ['loi n° 2024-344', 'Vu la LOI no 2024-344 du 15 avril 2024', true],
    ['loi n° 2024-34', 'Vu la loi n° 2024-344', false],
    ['article 200 du code général des impôts', 'L’article 200 du code général des impôts', true],
    ['L. 3142-54-1', 'l’article L3142-54-1 du code du travail', true],
    ['L. 3142-54', 'l’article L. 3142-54-1 du code du travail', false],
  ])('finds « %s » cited in « %s »: %s', async (cited, title, isFound) => {
    const { desk } = await opened();
    await desk.captureItem.write(captured.parse({ title }), now);
    const { trials } = await desk.changeRules.tryOut(rulesOf({ when: { citedTexts: [cited] } }), now);
    expect(trials[0]?.matched).toBe(isFound ? 1 : 0);
  });

  it('tells whoever asked of the words that a source says, once for all of them', async () => {
    const { desk, site } = await opened();
    await desk.alerts.model.collection.insertMany([
      { _id: 'a', person: 'ana', keywords: ['bénévol*'], family: null, urgency: 'digest', createdAt: '' },
      { _id: 'b', person: 'ana', keywords: ['mende'], family: null, urgency: 'now', createdAt: '' },
      { _id: 'c', person: 'paul', keywords: ['bénévol*'], family: 'legal-watch', urgency: 'now', createdAt: '' },
    ] as never);
    site.answers('/flux', {
      body: rssOf([
        { guid: '1', title: 'Bénévoles à Mende' },
        { guid: '2', title: 'Le bénévolat' },
        { guid: '3', title: 'Autre' },
      ]),
    });
    const { _id } = await desk.watching(site.at('/flux'), {}, now);
    await desk.pollSources.poll(now);
    const told = (await desk.toldOf(_id))
      .filter(({ type }) => type === watchNoticeRequested.type)
      .map(({ data }) => data);
    expect(told).toMatchObject([
      {
        personId: 'ana',
        kind: 'item.matched',
        urgency: 'now',
        facts: { titles: ['Bénévoles à Mende', 'Le bénévolat'] },
      },
    ]);
  });

  it('takes what somebody writes by hand, and shows again what it has', async () => {
    const { desk } = await opened();
    const given = captured.parse({
      title: 'Ouverture',
      url: 'https://mende.example/a?utm_source=x',
      territories: ['DEP-48'],
      family: 'social-watch',
    });
    const first = await desk.captureItem.write(given, now);
    const again = await desk.captureItem.write(
      { ...given, title: 'Ouverture, bis', url: 'http://www.mende.example/a' },
      later,
    );
    expect(first).toMatchObject({ status: 'new', territories: ['DEP-48'], source: 'saisie' });
    expect(again._id).toBe(first._id);
    expect((await desk.toldOf('saisie')).map(({ type }) => type)).toEqual(['watch.item.detected.v1']);
  });

  it('saves a page from its address, with its title, its text and its date', async () => {
    const { desk, site } = await opened();
    const html = `<!doctype html><html><head><meta charset="iso-8859-15"><title>Site</title><meta property="og:title" content="L'été des bénévoles"><meta property="article:published_time" content="2026-02-01T10:00:00+01:00"></head>
<body><nav>Menu</nav><main><h1>L'été</h1><p>Trois journées.<script>alert(1)</script></p></main><footer>Pied</footer></body></html>`;
    site.answers('/page', { headers: { 'content-type': 'text/html' }, body: Buffer.from(html, 'latin1') });
    const item = await desk.captureItem.fromAddress({ url: site.at('/page') }, now);
    expect(item).toMatchObject({
      title: "L'été des bénévoles",
      text: "L'été\n\nTrois journées.",
      publishedAt: '2026-02-01T09:00:00.000Z',
      url: site.at('/page'),
    });
    for (const url of [site.at('/absente'), 'http://169.254.169.254/latest']) {
      await expect(desk.captureItem.fromAddress({ url }, now)).rejects.toThrow(InvalidFields);
    }
  });

  it('takes forwarded mails, once each, without who sent them', async () => {
    const { desk } = await opened();
    const mail = Buffer.from(
      'From: Ana <ana@site.example>\r\nTo: veille@essaim.example\r\nMessage-ID: <1@site.example>\r\nDate: Sun, 1 Mar 2026 10:00:00 +0100\r\nSubject: =?iso-8859-15?Q?Fwd:_L=27=E9t=E9?=\r\nContent-Type: text/html; charset=iso-8859-15\r\n\r\n<p>Trois journ\xe9es.<script>alert(1)</script></p>',
      'latin1',
    );
    const item = await desk.captureMail.execute(mail, now);
    expect(item).toMatchObject({
      title: "L'été",
      text: 'Trois journées.',
      publishedAt: '2026-03-01T09:00:00.000Z',
      source: 'courriel',
    });
    expect(JSON.stringify(item)).not.toContain('ana@');
    expect((await desk.captureMail.execute(mail, later))._id).toBe(item._id);
    await expect(desk.captureMail.execute(Buffer.from(''), now)).rejects.toThrow('whole message');
  });

  it('learns that a page changed, not that it was there, nor that a counter moved (F53)', async () => {
    const { desk, site } = await opened();
    const says = (text: string, n: number) =>
      site.answers('/page', {
        headers: { 'content-type': 'text/html' },
        body: `<title>Aides</title><main><p>${text}</p><p>${n}</p></main>`,
      });
    says('Les aides ouvrent en mars.', 1);
    const { _id } = await desk.watching(site.at('/page'), { adapter: 'web-page' }, now);
    await desk.pollSources.poll(now);
    says('Les  aides ouvrent en mars.', 2);
    await desk.pollSources.poll(later);
    expect(await desk.itemsOf(_id)).toEqual([]);
    says('Les aides ouvrent en avril.', 3);
    await desk.pollSources.poll(new Date('2026-03-08T09:00:00Z'));
    const [item, ...others] = await desk.itemsOf(_id);
    expect(others).toEqual([]);
    expect(item).toMatchObject({ title: '« Aides » a changé' });
    expect(item?.text).toContain('− Les aides ouvrent en mars.\n+ Les aides ouvrent en avril.');
  });
});
