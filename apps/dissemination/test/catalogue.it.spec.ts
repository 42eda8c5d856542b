import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type AnnouncedResource,
  resourceAdopted,
  resourceConfirmed,
  resourceCreditRemoved,
  resourceExpired,
  resourceFlagged,
  resourceLabelled,
  resourcePublished,
  resourceRestored,
  resourceRevised,
  resourceSuspended,
  resourceUnlabelled,
  resourceWithdrawn,
  withoutCredit,
} from '#contracts';
import { EventSubscriber } from '#messaging';
import { aResource } from '../../../libs/contracts/test/builders.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { newsroomForThisFile, type Reply } from './a-newsroom.ts';

const newsroom = newsroomForThisFile();

/** A resource that only its own filter finds. */
const aFresh = (given: Partial<AnnouncedResource> = {}): AnnouncedResource => {
  const id = randomUUID();
  return aResource({ id, network: { id: `n-${id}`, slug: `n-${id}`, name: 'Réseau RIVA' }, ...given });
};
const later = (resource: AnnouncedResource, given: Partial<AnnouncedResource>): AnnouncedResource => ({
  ...resource,
  ...given,
});
const own = ({ network }: AnnouncedResource): string => `network=${network.slug}`;

interface Item {
  readonly id: string;
  readonly title: string;
  readonly content_text: string;
  readonly date_modified: string;
}
const itemsOf = ({ body }: Reply): Item[] => body.items;
const shortIds = (resource: AnnouncedResource, items: readonly Item[]): string[] =>
  items.map(({ id }) => id.replace(`urn:essaim:${resource.id}:`, ''));

/** The feed of the resource alone, once it prints these. */
const feedBecomes = (resource: AnnouncedResource, ids: readonly string[]): Promise<Item[]> =>
  newsroom.becomes(`/feeds/resources.json?${own(resource)}`, (reply) => {
    expect(shortIds(resource, itemsOf(reply))).toEqual(ids);
    return itemsOf(reply);
  });

describe('The life of a resource', () => {
  it('is told by the entries that the contract names, the present one saying how it stands', async () => {
    const first = aFresh();
    const second = later(first, {
      version: 2,
      change: 'Le modèle de convocation est joint.',
      revisedAt: '2026-04-01T00:00:00.000Z',
    });
    await newsroom.tellOf(resourcePublished, first, { v: 1 });
    await feedBecomes(first, ['v1:published']);
    await newsroom.tellOf(resourceRevised, second, { v: 2 }, { previous: first });
    const [revised] = await feedBecomes(first, ['v2:revised', 'v1:published']);
    expect(revised?.title).toBe('Mise à jour : Tenir une assemblée générale');
    expect(revised?.content_text).toMatch(/^Ce qui change : Le modèle de convocation est joint\./);

    const flagged = later(second, { status: 'flagged', statusReason: 'La loi a changé.' });
    await newsroom.tellOf(resourceFlagged, flagged, { v: 3 }, { previous: second, reason: 'La loi a changé.' });
    const withFlag = await newsroom.becomes(`/feeds/resources.json?${own(first)}`, (reply) => {
      expect(itemsOf(reply)[0]?.title).toMatch(/^Vérification en cours/);
      return itemsOf(reply);
    });
    expect(shortIds(first, withFlag)).toEqual(['v2:revised', 'v1:published']);
    expect(withFlag[0]?.content_text).toMatch(/^La loi a changé\./);
    expect(Date.parse(withFlag[0]?.date_modified ?? '')).toBeGreaterThan(Date.parse(revised?.date_modified ?? ''));
    expect(withFlag[1]?.title).toBe('Tenir une assemblée générale');

    await newsroom.tellOf(resourceConfirmed, second, { v: 4 }, { previous: flagged });
    await newsroom.becomes(`/feeds/resources.json?${own(first)}`, (reply) =>
      expect(itemsOf(reply).map(({ title }) => title)).toEqual([
        'Mise à jour : Tenir une assemblée générale',
        'Tenir une assemblée générale',
      ]),
    );

    const reference = later(second, { label: 'reference' });
    await newsroom.tellOf(resourceLabelled, reference, { v: 5 }, { previous: second });
    const [labelled] = await feedBecomes(first, ['v2:reference', 'v2:revised', 'v1:published']);
    expect(labelled?.title).toMatch(/^Référence nationale : /);
    await newsroom.tellOf(resourceUnlabelled, second, { v: 6 }, { previous: reference, reason: 'Le label a expiré.' });
    // Who follows references hears that it is none any more.
    await newsroom.becomes(`/feeds/resources.json?label=reference&${own(first)}`, (reply) =>
      expect(itemsOf(reply).map(({ title }) => title)).toEqual([
        'N’est plus référence nationale : Tenir une assemblée générale',
      ]),
    );

    const suspended = later(second, { status: 'suspended', statusReason: 'Erreur signalée.' });
    await newsroom.tellOf(resourceSuspended, suspended, { v: 7 }, { previous: second, reason: 'Erreur signalée.' });
    const [alone] = await feedBecomes(first, ['v2:reference']);
    expect(alone).toMatchObject({ title: 'Suspendue : Tenir une assemblée générale' });
    expect(alone?.content_text).not.toContain(first.summary);
    await newsroom.becomes(`/api/v1/resources?${own(first)}`, ({ body }) => expect(body.total).toBe(0));
    expect((await newsroom.read(`/api/v1/resources/${first.id}`)).body).toMatchObject({
      status: 'suspended',
      links: [],
    });

    await newsroom.tellOf(resourceRestored, second, { v: 8 }, { previous: suspended });
    await feedBecomes(first, ['v2:reference', 'v2:revised', 'v1:published']);
    await newsroom.becomes(`/api/v1/resources?${own(first)}`, ({ body }) => expect(body.total).toBe(1));

    const withdrawn = later(second, { status: 'withdrawn', statusReason: 'Retirée à la demande de ses auteurs.' });
    await newsroom.tellOf(resourceWithdrawn, withdrawn, { v: 9 }, { previous: second, reason: withdrawn.statusReason });
    const [tombstone] = await feedBecomes(first, ['v2:withdrawn']);
    expect(tombstone).toMatchObject({
      title: 'Retirée : Tenir une assemblée générale',
      content_text: expect.stringMatching(/^Retirée à la demande/),
    });
    const { body: atom } = await newsroom.read(`/feeds/resources.atom?${own(first)}`);
    const buried = [...atom.matchAll(/<at:deleted-entry ref="([^"]+)" when="[^"]+"/g)].map(([, ref]) => ref);
    expect(buried.sort()).toEqual(
      ['v1:published', 'v2:reference', 'v2:revised'].map((end) => `urn:essaim:${first.id}:${end}`),
    );
    const { body: rss } = await newsroom.read(`/feeds/resources.rss?${own(first)}`);
    expect(rss.match(/<item>/g)).toHaveLength(1);
    expect((await newsroom.read(`/api/v1/resources/${first.id}`)).body).toMatchObject({
      status: 'withdrawn',
      statusReason: 'Retirée à la demande de ses auteurs.',
      howToUse: [],
      links: [],
    });
  });

  it('leaves quietly when its date has passed', async () => {
    const resource = aFresh({ expiresAt: '2026-05-01T00:00:00.000Z' });
    await newsroom.tellOf(resourcePublished, resource, { v: 1 });
    await feedBecomes(resource, ['v1:published']);
    await newsroom.tellOf(resourceExpired, later(resource, { status: 'expired' }), { v: 2 }, { previous: resource });
    await feedBecomes(resource, []);
    const { body } = await newsroom.read(`/feeds/resources.atom?${own(resource)}`);
    expect(body).not.toContain('deleted-entry');
    await newsroom.becomes(`/api/v1/search?${own(resource)}`, (found) => expect(found.body.total).toBe(0));
  });

  it('ends the same in whatever order its events arrive', async () => {
    const first = aFresh();
    const second = later(first, { version: 2, change: 'Un ajout.', revisedAt: '2026-04-01T00:00:00.000Z' });
    const flagged = later(second, { status: 'flagged', statusReason: 'À revoir.' });
    await newsroom.tellOf(resourceFlagged, flagged, { v: 3 }, { previous: second, reason: 'À revoir.' });
    await newsroom.tellOf(resourceRevised, second, { v: 2 }, { previous: first });
    await newsroom.tellOf(resourcePublished, first, { v: 1 });
    await newsroom.tellOf(resourceRevised, second, { v: 2 }, { previous: first });
    const items = await feedBecomes(first, ['v2:revised', 'v1:published']);
    expect(items[0]?.title).toBe('Vérification en cours : Tenir une assemblée générale');
    expect(items[1]?.title).toBe('Tenir une assemblée générale');
    expect((await newsroom.read(`/api/v1/resources/${first.id}/versions`)).body.items).toEqual([
      expect.objectContaining({ version: 2, change: 'Un ajout.' }),
      expect.objectContaining({ version: 1, change: null }),
    ]);
    expect((await newsroom.read(`/api/v1/resources/${first.id}/versions/2/changes`)).body.items).toEqual([]);
  });

  it('says what a revision changed, as people read it', async () => {
    const first = aFresh({ themes: ['emploi'], scope: { include: ['DEP-59'], exclude: [] } });
    const second = later(first, {
      version: 3,
      title: 'Autre titre',
      themes: ['emploi', 'rgpd'],
      revisedAt: '2026-04-01T00:00:00.000Z',
    });
    await newsroom.tellOf(resourcePublished, first, { v: 1 });
    await newsroom.tellOf(resourceRevised, second, { v: 2 }, { previous: first });
    await newsroom.becomes(`/api/v1/resources/${first.id}/versions/3/changes`, ({ body }) =>
      expect(body.items).toEqual([
        { field: 'title', label: 'Titre', before: 'Tenir une assemblée générale', after: 'Autre titre' },
        { field: 'themes', label: 'Thèmes', before: 'Emploi associatif', after: expect.stringContaining('RGPD') },
      ]),
    );
    expect((await newsroom.read(`/api/v1/resources/${first.id}/versions/1`)).body.title).toBe(first.title);
    for (const none of ['2', '0', '1x', '99999999']) {
      expect((await newsroom.read(`/api/v1/resources/${first.id}/versions/${none}`)).status).toBe(404);
    }
  });

  it('is told to those whose filter it leaves', async () => {
    const first = aFresh({ themes: ['emploi'] });
    const second = later(first, { version: 2, themes: ['rgpd'], revisedAt: '2026-04-01T00:00:00.000Z' });
    await newsroom.tellOf(resourcePublished, first, { v: 1 });
    await newsroom.tellOf(resourceRevised, second, { v: 2 }, { previous: first });
    await newsroom.becomes(`/feeds/resources.json?theme=emploi&${own(first)}`, (reply) =>
      expect(shortIds(first, itemsOf(reply))).toEqual(['v2:revised', 'v1:published']),
    );
    await newsroom.becomes(`/api/v1/resources?theme=emploi&${own(first)}`, ({ body }) => expect(body.total).toBe(0));
  });

  it('is not changed by an adoption, which is remembered all the same', async () => {
    const resource = aFresh();
    await newsroom.tellOf(resourcePublished, resource, { v: 1 });
    const [before] = await feedBecomes(resource, ['v1:published']);
    const adoption = {
      id: randomUUID(),
      network: { id: 'n2', slug: 'autre', name: 'Autre réseau' },
      territory: 'DEP-33',
      mode: 'as-is',
      result: null,
      adoptedAt: '2026-05-01T00:00:00.000Z',
    };
    await newsroom.tellOf(resourceAdopted, resource, { v: 2 }, { previous: resource, adoption });
    await eventually(async () => {
      const { body } = await newsroom.read(
        `/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=urn:essaim:${resource.id}`,
      );
      expect(body).toContain('<dc:title>');
    });
    expect(await feedBecomes(resource, ['v1:published'])).toEqual([before]);
  });

  it('comes back from what is told again, as far as the present state can tell', async () => {
    const resource = aFresh({
      version: 2,
      revisedAt: '2026-04-01T00:00:00.000Z',
      label: 'reference',
      change: 'Mieux.',
    });
    await newsroom.tellOf(resourceRevised, resource, { v: 7, reannounced: true });
    await feedBecomes(resource, ['v2:reference', 'v2:revised']);
  });
});

describe('A second instance', () => {
  it('agrees within a second of an event, and after the read models were rebuilt', async () => {
    await newsroom.instance();
    const resource = aFresh({ title: 'Un titre que personne d’autre ne porte : kaléidoscope' });
    await newsroom.tellOf(resourcePublished, resource, { v: 1 });
    const found = async (instance: number) =>
      newsroom.becomes(
        '/api/v1/search?q=kaleidoscop',
        ({ body }) => expect(body.items.map(({ id }: { id: string }) => id)).toEqual([resource.id]),
        10_000,
        instance,
      );
    const start = performance.now();
    await Promise.all([found(0), found(1)]);
    // The event itself takes its time on a busy machine: the two differ by a second at most.
    expect(performance.now() - start).toBeLessThan(5_000);
    await newsroom.get(EventSubscriber).rebuildReadModels();
    // It was dropped, and comes again from the stream.
    await newsroom.becomes(
      `/api/v1/resources/${resource.id}/versions`,
      ({ body }) => expect(body.total).toBe(1),
      40_000,
    );
    await Promise.all([found(0), found(1)]);
    await feedBecomes(resource, ['v1:published']);
  });
});

describe('A name that its author had taken off', () => {
  it('is nowhere any more, in no version and no entry, whatever the order in which it is heard', async () => {
    const id = randomUUID();
    const named = { id: `n-${id}`, slug: `secret-${id}`, name: `Réseau Secret ${id}` };
    const first = aFresh({ id, network: named });
    const change = 'Le modèle est joint.';
    const second = later(first, { version: 2, change, revisedAt: '2026-04-01T00:00:00.000Z' });
    const hidden = withoutCredit(second);
    await newsroom.tellOf(resourceCreditRemoved, hidden, { v: 3 }, { previous: hidden });
    await newsroom.tellOf(resourceRevised, second, { v: 2 }, { previous: first });
    await newsroom.tellOf(resourcePublished, first, { v: 1 });
    const feed = `/feeds/resources.json?network=${named.id}`;
    const items = await newsroom.becomes(feed, (reply) => {
      expect(shortIds(first, itemsOf(reply))).toEqual(['v2:revised', 'v1:published']);
      return reply;
    });
    const read = async (path: string) => JSON.stringify((await newsroom.read(path)).body);
    const everywhere = [
      JSON.stringify(items.body),
      await read(`/api/v1/resources/${id}`),
      await read(`/api/v1/resources/${id}/versions/1`),
      await read(`/api/v1/resources/${id}/versions/2/changes`),
      await read('/api/v1/resources.ndjson'),
      await read('/oai?verb=ListRecords&metadataPrefix=oai_dc'),
      await read(`/feeds/resources.rss?network=${named.id}`),
    ];
    for (const said of everywhere) expect(said).not.toContain(`ecret`);
    expect(everywhere[0]).toContain('Nom retiré à la demande de l’auteur');
    expect((await newsroom.read(`/api/v1/resources/${id}`)).body).toMatchObject({ title: first.title, version: 2 });
    expect((await newsroom.read(`/api/v1/announcements?q=Secret ${id.slice(0, 8)}`)).body.total).toBe(0);
  });
});
