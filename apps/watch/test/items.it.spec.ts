import { Logger } from '@nestjs/common';
import iconv from 'iconv-lite';
import { afterEach, describe, expect, it } from 'vitest';
import { aDatabaseName, mongoForThisFile } from '../../../test/support/engines.ts';
import { aDesk, anEditor } from './a-desk.ts';
import { publishers, rssOf } from './a-publisher.ts';

Logger.overrideLogger(false);

const hour = 3_600_000;
const day = 24 * hour;
const start = new Date('2026-03-03T09:00:00Z');
const later = (days: number) => new Date(start.getTime() + days * day);

const items = (from: number, to: number, given: (n: number) => object = () => ({})) =>
  Array.from({ length: to - from }, (_, index) => {
    const n = from + index;
    return { guid: `g${n}`, link: `https://site.example/${n}`, title: `Titre ${n}`, date: later(-1), ...given(n) };
  });

describe('What a source publishes', () => {
  const { aDatabase } = mongoForThisFile();
  const aPublisher = publishers();
  const desks: { end(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.end();
  });
  const watching = async (given: object = {}) => {
    const [desk, site] = [await aDatabase(aDesk), await aPublisher()];
    desks.push(desk);
    const { _id } = await desk.watching(site.at('/flux'), given, start);
    let at = 0;
    /** One more poll, of this document. */
    const says = async (body: string | Buffer, days = 2, headers: Record<string, string> = {}) => {
      site.answers('/flux', { body, headers });
      await desk.pollSources.poll(later(at));
      at += days;
      return desk.itemsOf(_id);
    };
    return { desk, site, source: _id, says };
  };
  const titles = (some: readonly { title: string; status: string }[], status = 'new') =>
    some
      .filter((item) => item.status === status)
      .map(({ title }) => title)
      .sort();

  it.each([
    ['ISO-8859-15, as its prolog says', 'iso-8859-15', '<?xml version="1.0" encoding="ISO-8859-15"?>', {}],
    ['Windows 1252 that is called UTF-8', 'windows-1252', '<?xml version="1.0" encoding="UTF-8"?>', {}],
    [
      'ISO-8859-1, as its header says',
      'windows-1252',
      '<?xml version="1.0"?>',
      { 'content-type': 'text/xml; charset=iso-8859-1' },
    ],
    ['UTF-16 with its mark', 'utf-16', '<?xml version="1.0" encoding="UTF-16"?>', {}],
    ['UTF-8 with its mark, and a NUL', 'utf-8', '\u{FEFF}<?xml version="1.0"?>\u0000', {}],
  ])('is read in %s', async (_, encoding, prolog, headers) => {
    const { says } = await watching();
    const document = rssOf([{ guid: '1', title: 'Bénévolat : l’œuvre à 20 €' }]).replace(/^<\?xml.*\?>\n/, prolog);
    const written = document.replace(/’/g, encoding === 'iso-8859-15' ? "'" : '’');
    const [item] = await says(iconv.encode(written, encoding), 2, headers as Record<string, string>);
    expect(item?.title.replace("'", '’')).toBe('Bénévolat : l’œuvre à 20 €');
  });

  it.each([
    [
      'Atom',
      '<feed xmlns="http://www.w3.org/2005/Atom"><id>u</id><title>T</title><updated>2026-03-01T00:00:00Z</updated><entry><id>1</id><title type="html">Un &lt;b&gt;titre</title><link rel="alternate" href="/a"/><updated>2026-03-01T00:00:00Z</updated><summary>Dit</summary></entry></feed>',
    ],
    [
      'RDF',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title><link>http://x</link></channel><item rdf:about="/a"><title>Un titre</title><link>/a</link><description>Dit</description><dc:date>2026-03-01T00:00:00Z</dc:date></item></rdf:RDF>',
    ],
    [
      'JSON Feed',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'T',
        items: [
          { id: '1', url: '/a', title: 'Un titre', content_html: '<p>Dit</p>', date_published: '2026-03-01T00:00:00Z' },
        ],
      }),
    ],
  ])('is read as %s', async (_, document) => {
    const { says, site } = await watching();
    const [item] = await says(document);
    expect(item).toMatchObject({
      title: 'Un titre',
      text: 'Dit',
      url: site.at('/a'),
      publishedAt: '2026-03-01T00:00:00.000Z',
      isDateInferred: false,
    });
  });

  it('is known by what it says of itself where it has neither guid nor date (BOFiP)', async () => {
    const { says } = await watching();
    const text = 'TVA - Dons (identifiant juridique ACTU-2026-00057; publié le 01/03/2026)';
    const [item] = await says(rssOf([{ link: 'https://bofip.example/1', title: 'Dons', text }]));
    expect(item).toMatchObject({
      publishedAt: '2026-02-28T23:00:00.000Z',
      legalIds: ['boi:ACTU-2026-00057'],
      isDateInferred: false,
    });
  });

  it('is told without anything that could run, load or mislead (F50)', async () => {
    const { says } = await watching();
    const text =
      '<p onclick="x()">Bonjour<script>alert(1)</script><iframe src="https://x"></iframe><img src=x onerror=alert(1)> <a href="javascript:alert(1)">ici</a></p>';
    const [item] = await says(
      rssOf([{ guid: '1', title: '&lt;img src=x onerror=alert(1)&gt;Titre', link: 'javascript:alert(1)', text }]),
    );
    expect(item).toMatchObject({ title: 'Titre', text: 'Bonjour ici', url: null });
  });

  it('is kept once, whatever its guid turns into, and its versions with it (F45)', async () => {
    const { says } = await watching();
    await says(rssOf([{ guid: 'http://site.example/a', link: 'http://site.example/a', title: 'Un', text: 'Avant' }]));
    const [item, ...others] = await says(
      rssOf([
        {
          guid: 'https://www.site.example/a',
          link: 'https://www.site.example/a?utm_source=rss',
          title: 'Un',
          text: 'Après',
        },
      ]),
    );
    expect(others).toEqual([]);
    expect(item).toMatchObject({ text: 'Après', versions: [{ title: 'Un', text: 'Avant' }] });
  });

  it('is no change when only spaces and quotes differ (F53)', async () => {
    const { says } = await watching();
    await says(rssOf([{ guid: '1', title: 'L’an', text: 'un  deux' }]));
    const [item] = await says(rssOf([{ guid: '1', title: "L'an", text: ' un deux\n' }]));
    expect(item?.versions).toEqual([]);
  });

  it('is told apart where all have one guid, or one address', async () => {
    const { says } = await watching();
    const all = items(0, 4, () => ({ guid: 'same' }));
    expect(titles(await says(rssOf(all)))).toHaveLength(4);
    expect(titles(await says(rssOf([...items(4, 6, () => ({ guid: 'same' })), ...all])))).toHaveLength(6);
  });

  it('is one item where several sources tell it', async () => {
    const { desk, site, says } = await watching();
    await says(
      rssOf([{ guid: 'a', link: 'https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000049418388', title: 'LOI' }]),
    );
    site.answers('/autre', {
      body: rssOf([{ guid: 'b', link: 'http://legifrance.gouv.fr/jorf/id/JORFTEXT000049418388?x=1', title: 'Loi' }]),
    });
    const other = await desk.watching(site.at('/autre', 2), {}, later(1));
    await desk.pollSources.poll(later(1));
    const { items: all } = await desk.items.list({ limit: 10 });
    expect(all).toHaveLength(1);
    expect(all[0]?.alsoIn).toEqual([
      { source: other._id, url: 'http://legifrance.gouv.fr/jorf/id/JORFTEXT000049418388?x=1' },
    ]);
  });

  it('of before the last month is not news on a first visit', async () => {
    const { says } = await watching();
    const found = await says(rssOf([...items(0, 2), ...items(2, 4, () => ({ date: later(-40) }))]));
    expect(titles(found)).toEqual(['Titre 0', 'Titre 1']);
  });

  it('is held back when most of a known feed calls itself new (F45)', async () => {
    const { desk, source, says } = await watching();
    await says(rssOf(items(0, 20)));
    const churned = items(0, 20, (n) => ({
      guid: `autre-${n}`,
      link: `https://site.example/nouveau/${n}`,
      date: later(-5),
    }));
    const found = await says(rssOf(churned));
    expect(titles(found)).toHaveLength(20);
    expect(titles(found, 'quarantined')).toHaveLength(20);
    expect((await desk.stateOf(source)).quarantine).toMatchObject({ items: 20 });
    expect(await desk.sortItem.settle(source, false, anEditor(), later(3))).toBe(20);
    expect(titles(await desk.itemsOf(source), 'dismissed')).toHaveLength(20);
  });

  it('that is gone and comes back is not new, and another thing under its identifier is looked at again (F52)', async () => {
    const { desk, says } = await watching();
    const all = items(0, 4);
    await says(rssOf(all));
    const [first] = await says(rssOf(all.slice(1)));
    expect(first).toBeDefined();
    expect(titles(await says(rssOf(all)))).toHaveLength(4);
    const put = (await says(rssOf(all))).find(({ title }) => title === 'Titre 0');
    await desk.sortItem.dismiss(put?._id ?? '', 'Hors sujet.', anEditor(), later(9));
    const corrected = [{ ...all[0], title: 'Titre 0, corrigé' }, ...all.slice(1)] as typeof all;
    const still = (await says(rssOf(corrected))).find(({ _id }) => _id === put?._id);
    expect(still).toMatchObject({ status: 'dismissed', hasChanged: true });
    const other = { ...all[0], title: 'Appel à projets pour les bénévoles', date: later(12) };
    const reused = (await says(rssOf([other, ...all.slice(1)] as typeof all))).find(({ _id }) => _id === put?._id);
    expect(reused).toMatchObject({ status: 'new', title: other.title, hasChanged: false });
    expect(reused?.versions.map(({ title }) => title)).toEqual(['Titre 0', 'Titre 0, corrigé']);
  });

  it('of nothing that concerns us makes no item, and is not looked at twice', async () => {
    const { desk, source, says } = await watching({ keywords: ['bénévol*', 'association'] });
    const said = [
      { guid: '1', title: 'Le congé des BÉNÉVOLES' },
      { guid: '2', title: 'Pêche à pied' },
      { guid: '3', title: 'Dissociations' },
      { guid: '4', title: 'Aide aux associations' },
    ];
    expect(titles(await says(rssOf(said)))).toEqual(['Aide aux associations', 'Le congé des BÉNÉVOLES']);
    expect(await desk.items.sightings.countDocuments({ source } as never)).toBe(4);
  });

  it('is announced and kept once although the poll that found it was cut short (F51)', async () => {
    const { desk, source, site, says } = await watching();
    await says(rssOf(items(0, 3)));
    site.answers('/flux', { body: rssOf(items(0, 6)) });
    // As far as the items, and not to the state that announces them.
    const state = await desk.stateOf(source);
    const read = items(3, 6).map(({ guid, link, title }) => ({
      guid,
      url: link,
      title,
      text: title,
      publishedAt: later(-1).toISOString(),
      legalIds: [],
    }));
    await desk.takeIn.execute((await desk.sources.get(source)) as never, state, read, later(2));
    await desk.pollSources.poll(later(2));
    const told = (await desk.toldOf(source)).map(({ data }) => (data as { items: unknown[] }).items.length);
    expect(told).toEqual([3, 3]);
    expect(titles(await desk.itemsOf(source))).toHaveLength(6);
  });

  it('and then takes back is marked so, and stays where it is until somebody decides (RFC 6721, F52)', async () => {
    const { says } = await watching();
    const entry = (n: number, title = `Titre ${n}`) =>
      `<entry><id>tag:site.example,2026:${n}</id><title>${title}</title><updated>2026-03-03T08:00:00Z</updated><link href="https://site.example/${n}"/></entry>`;
    const atom = (...said: string[]) =>
      `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><id>urn:x</id><title>Un site</title><updated>2026-03-03T08:00:00Z</updated>${said.join('')}</feed>`;
    const takenBack = (n: number) =>
      `<at:deleted-entry ref="tag:site.example,2026:${n}" when="2026-03-05T08:00:00Z"><at:comment>Erreur</at:comment></at:deleted-entry>`;
    await says(atom(entry(1), entry(2)));
    // What it holds still is not taken back, and nothing is known of the third.
    const after = await says(atom(entry(2), takenBack(1), takenBack(2), takenBack(3)));
    const marks = after.map(({ title, status, deletedAt }) => [title, status, deletedAt ?? null]).sort();
    expect(marks).toEqual([
      ['Titre 1', 'new', '2026-03-05T08:00:00.000Z'],
      ['Titre 2', 'new', null],
    ]);
    expect(after.find(({ title }) => title === 'Titre 1')?.history.map(({ what }) => what)).toEqual([
      'detected',
      'deleted',
    ]);
    const [again] = (await says(atom(entry(2), takenBack(1), entry(4)))).filter(({ title }) => title === 'Titre 1');
    expect(again?.history).toHaveLength(2);
    const [back] = (await says(atom(entry(1, 'Titre 1, revu')))).filter(({ title }) => title === 'Titre 1, revu');
    expect(back).toMatchObject({ status: 'new', deletedAt: null });
  });

  it('is told apart by one index alone, also where an earlier release made another', async () => {
    const name = aDatabaseName();
    const older = await aDatabase((database) => database, name);
    const items = older.connection.collection('items');
    await items.createIndex({ identity: 1 }, { unique: true, partialFilterExpression: { identity: { $gt: '' } } });
    desks.push(await aDatabase(aDesk, name));
    const names = (await items.indexes()).map((index) => index.name).filter((index) => index?.startsWith('identity'));
    expect(names).toEqual(['identity_when_known']);
  });
});
