import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delivery, indexOf } from '../../apps/watch/test/jorf-files.ts';
import { done } from '../support/client.ts';
import { anOpinion, caseOf } from '../support/editorial.ts';
import { eventually } from '../support/eventually.ts';
import { product } from './product.ts';

const title = 'Un point d’appui à la vie associative ouvre à Mende';
const feed = `<?xml version="1.0" encoding="ISO-8859-15"?>
<rss version="2.0"><channel><title>Réseau de Lozère</title><link>https://lozere.example/</link>
<item><title>${title.replaceAll('’', "'")}</title><guid isPermaLink="false">mende-1</guid><link>https://lozere.example/mende</link>
<description><![CDATA[<p>Bénévoles et dirigeants y sont reçus <b>sans rendez-vous</b>.<script>alert(1)</script></p>]]></description></item>
</channel></rss>`;

const today = new Date().toISOString().slice(0, 10);
const archive = `JORFSIMPLE_${today.replaceAll('-', '')}-003035.tar.gz`;
const lawTitle = 'LOI n° 2026-813 relative à la vie associative et à ses bénévoles (1)';
/** As the DILA delivers it: a tar.gz of XML, with typed links to what the law changes. */
const law = {
  id: 'JORFTEXT000054706001',
  title: lawTitle,
  published: today,
  article: 'Les associations déclarées depuis un an peuvent demander une subvention.',
  links: `<LIEN cidtexte="LEGITEXT000006071318" datesignatexte="2999-01-01" id="LEGIARTI000049423618" naturetexte="CODE" nortexte="" num="L121-4" numtexte="" sens="source" typelien="MODIFIE">Code du sport - art. L121-4 (V)</LIEN>`,
};
const named = {
  id: 'JORFTEXT000054706002',
  title: 'Arrêté portant nomination au conseil de la vie associative',
  published: today,
  isNominative: true,
};
let journal: Buffer;

let server: Server;
let url: string;
const asked: (string | undefined)[] = [];
beforeAll(async () => {
  journal = await delivery(`${today.replaceAll('-', '')}-003035`, [law, named]);
  server = createServer((request, response) => {
    if (request.url === '/JORFSIMPLE/') {
      response.writeHead(200, { 'content-type': 'text/html;charset=ISO-8859-1' });
      response.end(indexOf([archive]));
      return;
    }
    if (request.url === `/JORFSIMPLE/${archive}`) {
      response.writeHead(200, { 'content-type': 'application/x-gzip' });
      response.end(journal);
      return;
    }
    asked.push(request.headers['if-none-match']);
    const isKnown = request.headers['if-none-match'] === '"mende"';
    response.writeHead(isKnown ? 304 : 200, { 'content-type': 'application/rss+xml', etag: '"mende"' });
    response.end(isKnown ? undefined : Buffer.from(feed, 'latin1'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/flux`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const editor = () => product.as(product.keys.watchEditor);
const itemOf = (id: string) => done(editor().get(`watch/items/${id}`));

describe('What a network’s site says', () => {
  let item: { id: string; title: string; text: string };

  it('is on the desk moments after its feed was registered, and asked for politely afterwards', async () => {
    const given = { name: 'Réseau de Lozère', url, territories: ['DEP-48'], themes: ['reseaux'], licence: 'cc-by-4.0' };
    const source = await done(editor().post('watch/sources', given));
    item = await eventually(async () => {
      const { items } = await done(editor().get(`watch/items?source=${source.id}`));
      expect(items).toHaveLength(1);
      return items[0];
    });
    expect(item).toMatchObject({
      title: title.replaceAll('’', "'"),
      text: 'Bénévoles et dirigeants y sont reçus sans rendez-vous.',
      territories: ['DEP-48'],
      isDateInferred: true,
    });
    await done(editor().post(`watch/sources/${source.id}/fetch`));
    // The host is given its five seconds first.
    await eventually(() => expect(asked).toEqual([undefined, '"mende"']), 30_000);
    expect(await done(editor().get(`watch/sources/${source.id}`))).toMatchObject({
      state: { health: 'healthy', failures: 0 },
      usefulness: { seen: 1, kept: 0 },
    });
  });

  it('goes to the committee when an editor chooses it, and is published by one opinion: the light path of news', async () => {
    const expiresAt = new Date(Date.now() + 60 * 24 * 3_600_000).toISOString();
    const chosen = { network: 'etat-37', licence: 'cc-by-4.0', title, expiresAt, family: 'social-watch' };
    expect(await done(editor().post(`watch/items/${item.id}/select`, chosen))).toMatchObject({ status: 'in-review' });
    expect((await product.anyone.get(`resources/${item.id}`)).status).toBe(404);
    const { id } = await caseOf(product, item.id);
    const opinion = anOpinion({
      criteria: { ...anOpinion().criteria, fieldTest: 'not-applicable' },
      verdict: undefined,
    });
    const { committee } = product.keys;
    const { decision } = await done(product.as(committee[1] as string).post(`cases/${id}/opinions`, opinion));
    expect(decision).toMatchObject({ outcome: 'published' });
    const resource = await eventually(() => done(product.anyone.get(`resources/${item.id}`)));
    expect(resource).toMatchObject({ title, status: 'published', network: { slug: 'etat-37' }, scale: 'territorial' });
    expect(resource.links[0]).toMatchObject({ url: 'https://lozere.example/mende' });
    expect(resource.links[0].title).toMatch(
      /^Source : Réseau de Lozère, publié le .*, Creative Commons Attribution 4.0$/,
    );
    const { text } = await product.anyone.get('/feeds/resources.json?family=social-watch');
    expect(text).toContain(title);
    await eventually(async () => expect((await itemOf(item.id)).status).toBe('published'));
  });

  it('of law that presses is called urgent at once, and a choice taken back closes its case', async () => {
    const law = await done(
      editor().post('watch/items', {
        title: 'Décret n° 2026-1 relatif aux subventions',
        text: 'Il entre en vigueur demain.',
        url: 'https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000099999999',
        family: 'legal-watch',
        themes: ['subventions'],
      }),
    );
    const chosen = { network: 'etat-37', licence: 'etalab-2.0', urgent: { reason: 'En vigueur demain.' } };
    await done(editor().post(`watch/items/${law.id}/select`, chosen));
    expect(await caseOf(product, law.id)).toMatchObject({ status: 'open', urgent: { reason: 'En vigueur demain.' } });
    await done(editor().post(`watch/items/${law.id}/undo`));
    await eventually(async () =>
      expect(await caseOf(product, law.id)).toMatchObject({ status: 'decided', decision: { outcome: 'withdrawn' } }),
    );
    expect(await itemOf(law.id)).toMatchObject({ status: 'new' });
  });
});

describe('A law of the Journal officiel', () => {
  let item: { id: string; title: string; url: string; changes: unknown[] };

  it('comes from the delivery of the day to the desk, without the appointments, and with what it changes', async () => {
    const given = {
      ...{ name: 'Journal officiel (essai)', adapter: 'jorf-archive', family: 'legal-watch', licence: 'etalab-2.0' },
      ...{
        url: url.replace('/flux', '/JORFSIMPLE/'),
        attribution: 'DILA, Journal officiel',
        keywords: ['vie associative'],
      },
      themes: ['subventions'],
    };
    const source = await done(editor().post('watch/sources', given));
    const items = await eventually(async () => {
      const found = await done(editor().get(`watch/items?source=${source.id}`));
      expect(found.items).toHaveLength(1);
      return found.items;
    });
    item = items[0];
    expect(item).toMatchObject({ title: lawTitle, attribution: expect.stringContaining('Licence Ouverte 2.0') });
    expect(item.changes).toMatchObject([{ target: 'code:sport/L121-4', kind: 'modified', isCertain: true }]);
  });

  it('is published through desk and committee, with its source, and reaches the feed of the legal watch', async () => {
    const chosen = { network: 'etat-37', licence: 'etalab-2.0', urgent: { reason: 'Déjà en vigueur.' } };
    await done(editor().post(`watch/items/${item.id}/select`, chosen));
    const { id } = await caseOf(product, item.id);
    const criteria = { ...anOpinion().criteria, fieldTest: 'not-applicable' };
    for (const key of product.keys.committee) {
      const said = await product.as(key).post(`cases/${id}/opinions`, anOpinion({ criteria, verdict: undefined }));
      if (said.body.decision) break;
    }
    const resource = await eventually(() => done(product.anyone.get(`resources/${item.id}`)));
    expect(resource).toMatchObject({
      title: lawTitle,
      family: 'legal-watch',
      status: 'published',
      licence: 'etalab-2.0',
    });
    expect(resource.links[0].title).toMatch(/^Source : DILA, Journal officiel, publié le .*, Licence Ouverte 2.0$/);
    const { text } = await product.anyone.get('/feeds/resources.rss?family=legal-watch');
    expect(text).toContain('2026-813');
    await eventually(async () => expect((await itemOf(item.id)).status).toBe('published'));
  });
});

describe('A legal text that changes what a published resource cites', () => {
  const impactOn = async (resource: string | undefined) => {
    const [key = ''] = product.keys.committee;
    const { items } = await done(product.as(key).get('impacts?status=open'));
    return items.find((one: { resource: { id: string } }) => one.resource.id === resource);
  };

  it('is shown to the committee once for each, as sure as it is', async () => {
    const { R02, R03, R04, R05, R15, R16 } = product.resources;
    await eventually(async () => {
      expect(await impactOn(R02)).toMatchObject({
        level: 'certain',
        effectiveAt: '2024-04-17',
        keys: ['code:travail/L3142-54-1'],
      });
      expect(await impactOn(R03)).toMatchObject({ level: 'probable' });
      expect(await impactOn(R04)).toMatchObject({ level: 'certain', kind: 'new-version' });
      expect(await impactOn(R05)).toMatchObject({ level: 'certain', kind: 'repealed', proposed: 'suspend' });
    });
    expect([await impactOn(R15), await impactOn(R16)]).toEqual([undefined, undefined]);
    expect(await done(editor().get('watch/citations/resources?key=code:travail/L3142-54-1'))).toMatchObject({
      items: [{ id: R02 }],
    });
  });

  it('flags the resource once a member accepts, for everybody who reads it, and no longer once it is of no effect', async () => {
    const { R02 } = product.resources;
    const { id } = await impactOn(R02);
    const judge = product.as(product.keys.committee[1] as string);
    await done(judge.post(`impacts/${id}/accept`));
    const sentence = 'Un texte cité a changé le 17 avril 2024 ; relecture en cours.';
    await eventually(async () =>
      expect(await done(product.anyone.get(`resources/${R02}`))).toMatchObject({
        status: 'flagged',
        statusReason: sentence,
      }),
    );
    const closed = { outcome: 'no-effect', reason: 'La ressource dit déjà un an.' };
    await done(judge.post(`impacts/${id}/close`, closed));
    await eventually(async () => expect((await done(product.anyone.get(`resources/${R02}`))).status).toBe('published'));
  });
});
