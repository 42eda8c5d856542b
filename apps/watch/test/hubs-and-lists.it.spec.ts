import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { Forbidden, InvalidFields, NotFound } from '#platform';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { aDesk, anEditor, anOperator } from './a-desk.ts';
import { publishers, rssOf } from './a-publisher.ts';

Logger.overrideLogger(false);

const hour = 3_600_000;
const start = new Date('2026-03-03T09:00:00Z');
const later = (hours: number) => new Date(start.getTime() + hours * hour);

describe('Beside polling, the watch', () => {
  const { aDatabase } = mongoForThisFile();
  const aPublisher = publishers();
  const desks: { end(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.end();
  });
  const opened = async (...account: [Parameters<typeof aDesk>[1]?]) => {
    const [desk, site] = [await aDatabase((database) => aDesk(database, ...account)), await aPublisher()];
    desks.push(desk);
    return { desk, site };
  };

  /** A feed with a hub that takes what it is asked; what it was asked is kept. */
  const withHub = async () => {
    const { desk, site } = await opened();
    const asked: URLSearchParams[] = [];
    site.answers('/hub', (_, response) => {
      response.writeHead(202);
      response.end();
    });
    const says = (n: number, etag = `"${n}"`) =>
      site.answers('/flux', (request, response) => {
        const isKnown = request.headers['if-none-match'] === etag;
        response.writeHead(isKnown ? 304 : 200, {
          etag,
          link: `<${site.at('/hub', 9)}>; rel="hub", <${site.at('/flux')}>; rel="self"`,
        });
        response.end(
          isKnown
            ? ''
            : rssOf(Array.from({ length: n }, (_, i) => ({ guid: `${i}`, title: `Titre ${i}`, date: later(-1) }))),
        );
      });
    site.bodies('/hub', (body) => void asked.push(new URLSearchParams(body)));
    says(1);
    const { _id: source } = await desk.watching(site.at('/flux'), {}, start);
    await desk.pollSources.poll(start);
    expect(await desk.askHubs.ask(start)).toBe(1);
    const callback = new URL(asked[0]?.get('hub.callback') ?? '');
    const token = callback.pathname.split('/').at(-1) as string;
    const verify = (more: object = {}) =>
      desk.webSub.verify(
        token,
        {
          'hub.mode': 'subscribe',
          'hub.topic': site.at('/flux'),
          'hub.challenge': 'abc',
          'hub.lease_seconds': '864000',
          ...more,
        },
        start,
      );
    return { desk, site, source, asked, token, verify, says };
  };

  it('asks the hub of a feed, confirms only what it asked, and asks again before the lease ends', async () => {
    const { desk, site, source, asked, token, verify } = await withHub();
    expect(asked[0]?.get('hub.topic')).toBe(site.at('/flux'));
    expect(asked[0]?.get('hub.callback')).toMatch(/^http:\/\/essaim\.example\/api\/v1\/watch\/websub\/[\w-]{43}$/);
    expect(JSON.stringify(await desk.stateOf(source))).not.toContain(token);
    await expect(verify({ 'hub.topic': 'https://ailleurs.example/' })).rejects.toThrow(NotFound);
    await expect(verify({ 'hub.mode': 'unsubscribe' })).rejects.toThrow(NotFound);
    await expect(desk.webSub.push(token, start)).rejects.toThrow(NotFound);
    expect(await verify()).toBe('abc');
    expect(await desk.askHubs.ask(later(24))).toBe(0);
    expect(await desk.askHubs.ask(later(24 * 9 + 1))).toBe(1);
  });

  it('reads at once what a hub pushes, daily all the same, and relies no more on one that misses (F46)', async () => {
    const { desk, site, source, token, verify, says } = await withHub();
    await verify();
    says(2);
    await desk.webSub.push(token, later(1));
    expect(await desk.pollSources.poll(later(1))).toBe(1);
    expect(await desk.itemsOf(source)).toHaveLength(2);
    const { dueAt } = await desk.stateOf(source);
    expect((dueAt?.getTime() ?? 0) - later(1).getTime()).toBeGreaterThan(21 * hour);
    const before = site.asked.length;
    await desk.webSub.push(token, later(1));
    expect(await desk.pollSources.poll(later(2))).toBe(0);
    expect(site.asked.length).toBe(before);
    // A day and a few hours apart, give or take: one poll of these days may fall into the next.
    for (let day = 1; day <= 8; day += 1) {
      says(2 + day);
      await desk.pollHourly(later(24 * day + 4), 1);
    }
    expect((await desk.itemsOf(source)).length).toBeGreaterThanOrEqual(6);
    expect(await desk.stateOf(source)).toMatchObject({ pushedUntil: null });
  });

  it('takes lists of feeds in and gives them out (OPML)', async () => {
    const { desk, site } = await opened();
    await desk.aNetwork();
    const opml = `<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body><outline text="Dossier">
<outline text="Mende" xmlUrl="${site.at('/a')}"/><outline text="Encore" xmlUrl="${site.at('/a')}"/></outline>
<outline text="Privée" xmlUrl="http://169.254.169.254/"/></body></opml>`;
    const { items } = await desk.opml.take({ opml, network: 'etat-37' }, anEditor(), start);
    expect(items).toMatchObject([
      { name: 'Mende', status: 'created' },
      { name: 'Encore', status: 'known' },
      { name: 'Privée', status: 'refused' },
    ]);
    await expect(desk.opml.take({ opml: '<html>', network: 'etat-37' }, anEditor(), start)).rejects.toThrow(
      InvalidFields,
    );
    await expect(desk.opml.take({ opml, network: 'riva-hdf' }, anEditor(), start)).rejects.toThrow(Forbidden);
    expect(await desk.opml.list(start)).toContain(`xmlUrl="${site.at('/a')}"`);
    expect((await desk.changeSource.owned(String((items[0] as { id: string }).id), anOperator)).network).toBe(
      'etat-37',
    );
  });

  it('reads the Journal officiel by the API Légifrance with an account, and says what is missing without', async () => {
    const { desk: without } = await opened();
    const site = await aPublisher();
    const source = await without.watching(site.at('/lf'), { adapter: 'legifrance' }, start);
    await without.pollSources.poll(start);
    expect((await without.stateOf(source._id)).lastError).toContain('compte PISTE');
    expect(site.asked).toHaveLength(0);
    const { desk } = await opened({ clientId: 'id', clientSecret: 'secret', tokenUrl: site.at('/token') });
    const json = (body: unknown) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    site.answers('/token', json({ access_token: 'jeton', expires_in: 3600 }));
    site.answers(
      '/lf/consult/lastNJo',
      json({ containers: [{ id: 'JORFCONT000054706874', datePubli: Date.parse('2026-03-02T22:00:00Z') }] }),
    );
    const text = (n: number, titre: string) => ({ id: `JORFTEXT00005470600${n}`, titre });
    const tms = [
      {
        titre: 'Décrets',
        liensTxt: [text(1, 'Décret relatif aux associations')],
        tms: [{ titre: 'Mesures nominatives', liensTxt: [text(2, 'Arrêté portant nomination')] }],
      },
    ];
    site.answers('/lf/consult/jorfCont', json({ items: [{ joCont: { structure: { tms } } }] }));
    const { _id } = await desk.watching(site.at('/lf'), { adapter: 'legifrance', family: 'legal-watch' }, start);
    await desk.pollSources.poll(start);
    expect(await desk.itemsOf(_id)).toMatchObject([
      {
        title: 'Décret relatif aux associations',
        publishedAt: '2026-03-03T05:00:00.000Z',
        legalIds: ['lf:JORFTEXT000054706001'],
      },
    ]);
    expect(site.asked.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/token', undefined],
      ['/lf/consult/lastNJo', 'Bearer jeton'],
      ['/lf/consult/jorfCont', 'Bearer jeton'],
    ]);
  });
});
