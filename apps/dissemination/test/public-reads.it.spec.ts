import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AnnouncedResource,
  fileTexts,
  meetingScheduled,
  networkRegistered,
  resourcePublished,
  resourceSuspended,
} from '#contracts';
import { NatsLink } from '#messaging';
import { aResource } from '../../../libs/contracts/test/builders.ts';
import { newsroomForThisFile, type Reply } from './a-newsroom.ts';

const newsroom = newsroomForThisFile();
const network = { id: 'n1', slug: 'riva-hdf', name: 'Réseau RIVA' };

const publish = async (given: Partial<AnnouncedResource>): Promise<AnnouncedResource> => {
  const resource = aResource({ id: randomUUID(), network, ...given });
  await newsroom.tellOf(resourcePublished, resource, { v: 1 });
  await newsroom.becomes(`/api/v1/search?network=${network.slug}&limit=100`, ({ body }) =>
    expect(body.items.map(({ id }: { id: string }) => id)).toContain(resource.id),
  );
  return resource;
};

describe('Public reads', () => {
  beforeAll(async () => {
    await publish({ title: 'Guide de l’emploi', themes: ['emploi'], publishedAt: '2026-01-10T00:00:00.000Z' });
    await publish({
      title: 'Chiffres du bénévolat',
      family: 'observation',
      themes: ['benevolat'],
      observation: { period: '2025', method: 'Enquête' },
      publishedAt: '2026-02-10T00:00:00.000Z',
    });
    await publish({
      title: '=1+1 ; appel à projets "FDVA"',
      summary: 'Deux lignes\net une virgule, ici.',
      themes: ['subventions'],
      funding: { funder: 'État' },
      scope: { include: ['DEP-59'], exclude: [] },
      expiresAt: '2027-03-31T21:59:59.000Z',
      publishedAt: '2026-03-10T00:00:00.000Z',
    });
  });

  it('find by what people type, count, and say what to try when nothing is found', async () => {
    const { body } = await newsroom.read('/api/v1/search?q=benevole');
    expect(body).toMatchObject({ total: 1, help: { didYouMean: null, broader: [] }, next: null });
    expect(body.items[0]).toMatchObject({
      title: 'Chiffres du bénévolat',
      url: expect.stringContaining('/ressources/'),
    });
    expect(body.items[0].highlight.title).toContainEqual({ text: 'bénévolat', marked: true });
    expect(body.facets.family).toEqual([{ value: 'observation', label: 'Observation', count: 1 }]);
    expect(Object.keys(body.facets)).toHaveLength(12);
    const none = (await newsroom.read('/api/v1/search?q=benevole&theme=emploi&territory=DEP-59')).body;
    expect(none).toMatchObject({ total: 0, items: [] });
    expect(none.help.broader).toEqual([
      { without: 'theme', query: 'q=benevole&territory=DEP-59', total: 1 },
      { without: 'q', query: 'territory=DEP-59&theme=emploi', total: 1 },
    ]);
    const wrong = (await newsroom.read('/api/v1/search?q=emplxyi+zzzzzz')).body;
    expect(wrong.help.didYouMean).toMatch(/emploi/);
  });

  it('follow a page that was searched: the feed of its filter has what it shows', async () => {
    for (const query of [
      'theme=emploi',
      'territory=DEP-59&theme=subventions',
      'q=benevolat',
      'family=observation',
      '',
    ]) {
      const { body } = await newsroom.read(`/api/v1/search?limit=50&${query}`);
      const shown = body.items.map(({ id }: { id: string }) => id).sort();
      const feed = (await newsroom.read(`/feeds/resources.json?${query}`)).body;
      const told = feed.items.map(({ _essaim }: { _essaim: { id: string } }) => _essaim.id).sort();
      expect([query, told]).toEqual([query, shown]);
    }
  });

  it('say what following a search brings, which takes words as they are', async () => {
    const follow = async (q: string) => (await newsroom.read(`/api/v1/search?q=${q}`)).body.follow;
    expect(await follow('benevolat')).toEqual({ query: 'q=benevolat', total: 1 });
    expect(await follow('benevolta')).toEqual({ query: 'q=benevolat', total: 1 });
    expect(await follow('introuvable')).toEqual({ query: 'q=introuvable', total: 0 });
  });

  it('preview a filter month by month', async () => {
    const at = { 'essaim-at': '2026-03-15T00:00:00.000Z' };
    const { body } = await newsroom.read(`/api/v1/filters/preview?network=${network.slug}`, at);
    expect(body.total).toBe(3);
    expect(body.perMonth).toHaveLength(12);
    expect(body.perMonth.slice(-3).map(({ month, count }: { month: string; count: number }) => [month, count])).toEqual(
      [
        ['2026-01', 1],
        ['2026-02', 1],
        ['2026-03', 1],
      ],
    );
    expect(body.latest[0]).toMatchObject({
      title: expect.stringContaining('FDVA'),
      publishedAt: '2026-03-10T00:00:00.000Z',
    });
    const { body: listed } = await newsroom.read('/api/v1/announcements?month=2026-02');
    expect(listed).toMatchObject({
      total: 1,
      items: [{ kind: 'published', resource: { title: 'Chiffres du bénévolat' } }],
    });
    expect((await newsroom.read('/api/v1/announcements?month=2026-13')).status).toBe(422);
  });

  it('say the same of a feed the first time, and once it is known', async () => {
    const url = '/feeds/resources.atom?theme=subventions';
    const said = ({ headers: { date: _, ...headers }, ...reply }: Reply) => ({ ...reply, headers });
    for (const headers of [{ 'accept-encoding': 'identity' }, { 'accept-encoding': 'br, gzip' }]) {
      const address = `${url}&q=${headers['accept-encoding'] === 'identity' ? 'cerfa' : 'bilan'}`;
      const first = await newsroom.read(address, headers);
      const known = await newsroom.read(address, headers);
      expect(first.status).toBe(200);
      // Who keeps the connection open says so in its own words.
      expect(said(known).headers).toMatchObject(
        said({ ...first, headers: { ...first.headers, connection: 'keep-alive' } }).headers,
      );
      expect(known.body).toEqual(first.body);
      const fresh = { ...headers, 'if-none-match': first.headers.etag ?? '' };
      expect(await newsroom.read(address, fresh)).toMatchObject({ status: 304, body: '' });
    }
  });

  it('walk archives by month, whole and each once', async () => {
    const seen: string[] = [];
    for (let url: string | undefined = '/feeds/resources.json?archive=2026-03'; url; ) {
      const { body }: { body: { items: { title: string }[]; next_url?: string } } = await newsroom.read(url);
      seen.push(...body.items.map(({ title }) => title));
      url = body.next_url?.replace('http://localhost:3000', '');
    }
    expect(seen).toEqual(['=1+1 ; appel à projets "FDVA"', 'Chiffres du bénévolat', 'Guide de l’emploi']);
    const { body } = await newsroom.read('/feeds/resources.atom?archive=2026-02');
    expect(body).toContain('<fh:archive/>');
    for (const rel of ['current', 'prev-archive', 'next-archive']) expect(body).toMatch(new RegExp(`rel="${rel}"`));
  });

  it('take the catalogue away as tables and lines, formulas defused', async () => {
    const { body, headers } = await newsroom.read('/api/v1/resources.csv?theme=subventions');
    expect(headers['content-type']).toMatch('text/csv');
    expect(body).toContain(`"'=1+1 ; appel à projets ""FDVA"""`);
    expect(body).toContain('"Deux lignes\net une virgule, ici."');
    expect((await newsroom.read('/api/v1/resources?theme=subventions', { accept: 'text/csv' })).body).toBe(body);
    const { body: lines } = await newsroom.read('/api/v1/resources.ndjson');
    expect(
      lines
        .trim()
        .split('\n')
        .map((line: string) => JSON.parse(line).title),
    ).toHaveLength(3);
    const { body: dcat } = await newsroom.read('/api/v1/catalogue.jsonld');
    expect(dcat['dcat:dataset']).toEqual([expect.objectContaining({ 'dct:temporal': '2025' })]);
    expect((await newsroom.read('/sitemap.xml')).body.match(/<url>/g)).toHaveLength(5);
  });

  it('say when money may no longer be asked for, in the day of Paris', async () => {
    const { body, headers } = await newsroom.read('/feeds/funding.ics?territory=REG-32');
    expect(headers['content-type']).toMatch('text/calendar');
    expect(body).toContain('DTSTART;VALUE=DATE:20270331');
    expect(body.replaceAll('\r\n ', '')).toContain('Financeur : État.');
    expect((await newsroom.read('/feeds/funding.ics?territory=DEP-33')).body).not.toContain('VEVENT');
  });

  it('tell of meetings, their video address only with a key, and of those cancelled', async () => {
    const meeting = {
      meetingId: 'm1',
      network: { networkId: 'n1', slug: 'riva-hdf', name: 'Réseau RIVA' },
      title: 'Collecte d’automne',
      description: null,
      startsAt: '2026-10-05T12:00:00.000Z',
      endsAt: '2026-10-05T14:00:00.000Z',
      timeZone: 'Europe/Paris',
      place: 'Lille',
      visioUrl: 'https://visio.example/salle',
      territories: ['DEP-59'],
      themes: ['emploi'],
      isCancelled: false,
    };
    await newsroom.tell(meetingScheduled, 'm1', meeting, { v: 2 });
    await newsroom.tell(meetingScheduled, 'm1', { ...meeting, title: 'Avant' }, { v: 1 });
    await newsroom.becomes('/feeds/meetings.ics?territory=REG-32&theme=emploi', ({ body }) => {
      expect(body).toMatch(
        /SUMMARY:Collecte d’automne[\s\S]*DTSTART:20261005T120000Z|DTSTART:20261005T120000Z[\s\S]*SUMMARY:Collecte/,
      );
      expect(body).not.toContain('visio.example');
    });
    expect((await newsroom.read('/feeds/meetings.ics?territory=DEP-33')).body).not.toContain('VEVENT');
    await newsroom.tell(meetingScheduled, 'm1', { ...meeting, isCancelled: true }, { v: 3 });
    await newsroom.becomes('/feeds/meetings.ics', ({ body }) => expect(body).toContain('STATUS:CANCELLED'));
  });

  it('put networks on the map', async () => {
    const facts = {
      networkId: 'n9',
      slug: 'mda',
      name: 'Maison',
      circle: 'first',
      networkKind: 'territorial',
      actorType: 'association-centre',
      territories: ['DEP-33'],
      sector: null,
      supportLevel: null,
      isUmbrella: false,
      sponsor: null,
    };
    await newsroom.tell(networkRegistered, 'n9', facts, { v: 1 });
    await newsroom.becomes('/feeds/networks.geojson', ({ body }) =>
      expect(body.features).toContainEqual(
        expect.objectContaining({ geometry: { type: 'Point', coordinates: [-0.6, 44.8] } }),
      ),
    );
  });

  it('stand in the page of somebody else, without script or cookie', async () => {
    const { body, headers } = await newsroom.read('/embed/resources?theme=subventions');
    expect(headers['content-security-policy']).toContain('frame-ancestors *');
    expect(headers['set-cookie']).toBeUndefined();
    expect(body).toContain('=1+1 ; appel à projets &quot;FDVA&quot;');
    expect(body).not.toMatch(/<script/i);
  });

  it('find what is written in the files of a resource, as soon as it was read', async () => {
    const connection = await newsroom.get(NatsLink).connected();
    connection.subscribe(fileTexts.subject, {
      callback: (_, message) => {
        const { ids } = (message.json() as { data: { ids: string[] } }).data;
        const items = ids.map((id) => ({ id, text: 'Un hippopotame au conseil d’administration' }));
        message.respond(JSON.stringify({ response: { items }, isDisposed: true, id: '1' }));
      },
    });
    const id = randomUUID();
    const url = `http://localhost:3000/api/v1/resources/${id}/files/f1`;
    const files = [{ url, type: 'application/pdf', bytes: 10, sha256: 'x', accessible: 'unknown' as const }];
    const resource = await publish({ id, files });
    await newsroom.becomes('/api/v1/search?q=hippopotame', ({ body }) => expect(body.total).toBe(1));
    // The strict meaning looks at titles and summaries alone.
    expect((await newsroom.read('/api/v1/resources?q=hippopotame')).body.total).toBe(0);
    const held = { ...resource, status: 'suspended' as const };
    await newsroom.tellOf(resourceSuspended, held, { v: 2 }, { previous: resource, reason: 'Erreur.' });
    await newsroom.becomes('/api/v1/search?q=hippopotame', ({ body }) => expect(body.total).toBe(0));
  });
});
