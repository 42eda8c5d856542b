import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

let server: Server;
let url: string;
const asked: (string | undefined)[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
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
