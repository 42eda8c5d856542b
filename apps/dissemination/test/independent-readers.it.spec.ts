import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAtomFeed, parseJsonFeed, parseOpml, parseRssFeed } from 'feedsmith';
import Parser from 'rss-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { resourceExpired, resourcePublished, resourceWithdrawn } from '#contracts';
import { aResource } from '../../../libs/contracts/test/builders.ts';
import { type Python, pythonWith } from '../../../test/support/python.ts';
import { newsroomForThisFile } from './a-newsroom.ts';

const newsroom = newsroomForThisFile();
const python = pythonWith('sickle==0.7.0', 'feedparser==6.0.12');
const withPython = python
  ? it
  : (name: string, _run: unknown, _timeout?: number) =>
      it.skip(`${name} (skipped: no python3 with sickle and feedparser)`, () => {});

const total = 106;
const newest = total - 1;
const gone = ['r001', 'r002'];
const titles: string[] = [];

/** More than a page of a harvest and a feed, with everything that XML finds hard. */
const hard = 'Œuvres & « dons » <b>gras</b> ]]> 🐝';

describe('What others wrote reads us', () => {
  beforeAll(async () => {
    for (let index = 0; index < total; index += 1) {
      const id = `r${String(index).padStart(3, '0')}`;
      const resource = aResource({
        id,
        title: `${hard} ${index}`,
        family: index % 2 ? 'documentary' : 'legal-watch',
        publishedAt: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
        files: [
          {
            url: `http://localhost:3000/api/v1/resources/${id}/files/f`,
            type: 'application/pdf',
            bytes: 2_048,
            sha256: randomUUID(),
            accessible: 'yes',
          },
        ],
      });
      if (!gone.includes(id)) titles.push(resource.title);
      await newsroom.tellOf(resourcePublished, resource, { v: 1 });
      if (id === 'r001') {
        const withdrawn = { ...resource, status: 'withdrawn' as const, statusReason: 'Périmée.' };
        await newsroom.tellOf(resourceWithdrawn, withdrawn, { v: 2 }, { previous: resource, reason: 'Périmée.' });
      }
      if (id === 'r002') await newsroom.tellOf(resourceExpired, { ...resource, status: 'expired' }, { v: 2 });
    }
    await newsroom.becomes('/api/v1/resources?limit=1', ({ body }) => expect(body.total).toBe(total - 2), 60_000);
  }, 120_000);

  const feed = async (path: string): Promise<string> => (await newsroom.read(path)).body;

  it('as a valid Atom feed, by the schema of RFC 4287', async () => {
    const schema = readFileSync(join(import.meta.dirname, '../../../test/support/schemas/atom.rng'), 'utf8');
    for (const path of [
      '/feeds/resources.atom',
      '/feeds/resources.atom?archive=2026-01',
      '/feeds/resources.atom?q=rien',
    ]) {
      const xml = [{ fileName: 'feed.atom', contents: await feed(path) }];
      const { errors } = await validateXML({
        xml,
        schema: [{ fileName: 'atom.rng', contents: schema }],
        extension: 'relaxng',
      });
      expect(errors.map(({ message }) => message)).toEqual([]);
    }
    const broken = (await feed('/feeds/resources.atom')).replace('<updated>', '<updated>not ');
    const { valid } = await validateXML({
      xml: [{ fileName: 'feed.atom', contents: broken }],
      schema: [{ fileName: 'atom.rng', contents: schema }],
      extension: 'relaxng',
    });
    expect(valid).toBe(false);
  });

  it('with rss-parser', async () => {
    for (const format of ['rss', 'atom']) {
      const { items, title } = await new Parser().parseString(await feed(`/feeds/resources.${format}`));
      expect(title).toBe('Essaim : toutes les ressources');
      expect(items).toHaveLength(50);
      expect(items[0]?.title).toBe(`Retirée : ${hard} 1`);
      expect(items[1]).toMatchObject({
        title: `${hard} ${newest}`,
        link: `http://localhost:3000/ressources/r${newest}`,
      });
      if (format === 'rss') expect(items[1]?.enclosure).toMatchObject({ type: 'application/pdf', length: '2048' });
    }
  });

  it('with feedsmith, the same entries in all formats', async () => {
    const rss = parseRssFeed(await feed('/feeds/resources.rss'));
    const atom = parseAtomFeed(await feed('/feeds/resources.atom'));
    const json = parseJsonFeed((await newsroom.read('/feeds/resources.json')).body);
    const ids = rss.items?.map(({ guid }) => guid?.value);
    expect(ids?.slice(0, 2)).toEqual(['urn:essaim:r001:v1:withdrawn', `urn:essaim:r${newest}:v1:published`]);
    expect(rss.items?.[0]?.guid?.isPermaLink).toBe(false);
    expect(atom.entries?.map(({ id }) => id)).toEqual(ids);
    expect(json.items?.map(({ id }) => id)).toEqual(ids);
    expect(rss.ttl).toBe(15);
    expect(rss.items?.[0]?.dc?.creators).toEqual(['Réseau RIVA']);
    expect(atom.links?.map(({ rel }) => rel)).toEqual(expect.arrayContaining(['self', 'hub', 'prev-archive']));
    const opml = parseOpml(await feed('/feeds/index.opml'));
    expect(opml.body?.outlines?.length).toBeGreaterThan(4);
  });

  withPython('with feedparser, which finds nothing to complain of', async () => {
    const documents = await Promise.all(['rss', 'atom'].map((format) => feed(`/feeds/resources.${format}`)));
    const script = `
import feedparser, json, sys
found = [feedparser.parse(text) for text in json.load(sys.stdin)]
print(json.dumps([{"bozo": bool(f.bozo), "version": f.version, "ids": [e.id for e in f.entries], "title": f.entries[0].title} for f in found]))`;
    const [rss, atom] = (await (python as Python).run(script, documents)) as { ids: string[] }[];
    expect(rss).toMatchObject({ bozo: false, version: 'rss20' });
    expect(atom).toMatchObject({ bozo: false, version: 'atom10' });
    expect(rss?.ids).toHaveLength(50);
    expect(rss?.ids).toEqual(atom?.ids);
  });

  withPython(
    'with sickle, which harvests everything by OAI-PMH, by GET and by POST',
    async () => {
      const address = await newsroom.apps[0]?.getUrl();
      const script = `
import json, sys
from sickle import Sickle
from sickle.oaiexceptions import BadArgument, CannotDisseminateFormat, IdDoesNotExist, NoRecordsMatch
ask = json.load(sys.stdin)
answers = {}
for method in ("GET", "POST"):
    client = Sickle(ask["url"], http_method=method)
    identify = client.Identify()
    records = list(client.ListRecords(metadataPrefix="oai_dc", ignore_deleted=False))
    answers[method] = {
        "granularity": identify.granularity, "deleted": identify.deletedRecord,
        "titles": [r.metadata["title"][0] for r in records if not r.deleted],
        "gone": sorted(r.header.identifier for r in records if r.deleted),
        "sets": sorted(s.setSpec for s in client.ListSets()),
        "formats": [f.metadataPrefix for f in client.ListMetadataFormats()],
        "one set": len(list(client.ListIdentifiers(metadataPrefix="oai_dc", set="legal-watch", ignore_deleted=True))),
        "one": client.GetRecord(identifier="urn:essaim:r010", metadataPrefix="oai_dc").metadata["identifier"],
        "refused": [],
    }
    wrong = [
        (NoRecordsMatch, lambda: client.ListRecords(metadataPrefix="oai_dc", **{"from": "2099-01-01"})),
        (CannotDisseminateFormat, lambda: client.ListRecords(metadataPrefix="marcxml")),
        (IdDoesNotExist, lambda: client.GetRecord(identifier="urn:essaim:none", metadataPrefix="oai_dc")),
        (BadArgument, lambda: client.ListRecords(metadataPrefix="oai_dc", **{"from": "2026-01-01", "until": "2025-01-01"})),
        (BadArgument, lambda: client.ListRecords(metadataPrefix="oai_dc", **{"from": "2026-02-31"})),
    ]
    for error, call in wrong:
        try:
            list(call()) if error is not IdDoesNotExist else call()
        except error:
            answers[method]["refused"].append(error.__name__)
print(json.dumps(answers))`;
      const answers = (await (python as Python).run(script, { url: `${address}/oai` })) as Record<
        string,
        { titles: string[] }
      >;
      for (const method of ['GET', 'POST']) {
        expect(answers[method]).toMatchObject({
          granularity: 'YYYY-MM-DDThh:mm:ssZ',
          deleted: 'persistent',
          gone: gone.map((id) => `urn:essaim:${id}`),
          sets: ['documentary', 'legal-watch', 'observation', 'social-watch'],
          formats: ['oai_dc'],
          'one set': total / 2 - 1,
          one: ['urn:essaim:r010', 'http://localhost:3000/ressources/r010'],
          refused: ['NoRecordsMatch', 'CannotDisseminateFormat', 'IdDoesNotExist', 'BadArgument', 'BadArgument'],
        });
        expect(answers[method]?.titles.toSorted()).toEqual(titles.toSorted());
      }
    },
    60_000,
  );

  it('answers bad verbs and tokens in the words of the protocol', async () => {
    const codeOf = async (query: string): Promise<string> =>
      /<error code="(\w+)"/.exec(await feed(`/oai?${query}`))?.[1] ?? 'none';
    expect(await codeOf('')).toBe('badVerb');
    expect(await codeOf('verb=Identify&verb=Identify')).toBe('badVerb');
    expect(await codeOf('verb=Identify&set=x')).toBe('badArgument');
    expect(await codeOf('verb=ListRecords')).toBe('badArgument');
    expect(await codeOf('verb=ListRecords&resumptionToken=nonsense')).toBe('badResumptionToken');
    expect(await codeOf('verb=ListRecords&resumptionToken=x&set=legal-watch')).toBe('badArgument');
    expect(await codeOf('verb=ListRecords&metadataPrefix=oai_dc&set=none')).toBe('noRecordsMatch');
  });
});
