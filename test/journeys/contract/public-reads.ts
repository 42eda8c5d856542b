import { describe, expect, it } from 'vitest';
import { type Answer, done } from '../../support/client.ts';
import type { Product } from '../../support/product.ts';
import { errorsOf } from './conventions.ts';

const resourceFields =
  'id url version status label title summary change family format themes audiences supportTasks uses howToUse support sector scale territories scope fieldTest verification network licence language links files legalRefs grounds publishedAt revisedAt verifiedUntil expiresAt';

/** Every item of a list, page after page; the number of pages. */
const walk = async (read: (path: string) => Promise<Answer>, path: string): Promise<[Answer['body'][], number]> => {
  const items: Answer['body'][] = [];
  let pages = 0;
  for (let next: string | null = path; next; pages += 1) {
    const page: Answer['body'] = await done(read(next));
    expect(Object.keys(page).sort()).toEqual(['items', 'next', 'total']);
    items.push(...page.items);
    next = page.next;
  }
  return [items, pages];
};

export const describePublicReads = (product: Product): void => {
  const titles = async (filter: string): Promise<string[]> => {
    const { items, total } = await done(product.anyone.get(`resources?limit=100&${filter}`));
    expect(items).toHaveLength(total);
    return items.map(({ title }: { title: string }) => title).sort();
  };

  describe('for everyone', () => {
    it('says the vocabularies and the rules in force', async () => {
      const { items, territories } = await done(product.anyone.get('vocabularies'));
      const themes = items.find(({ name }: { name: string }) => name === 'theme');
      expect(themes.terms).toContainEqual(expect.objectContaining({ id: 'dissolution' }));
      expect(JSON.stringify(territories)).toMatch(/NAT-FR.*DEP-59/s);
      expect(await done(product.anyone.get('policy'))).toMatchObject({
        version: 1,
        activeFrom: expect.any(String),
        quorum: { usual: { opinions: 3, colleges: 3 } },
      });
    });

    it('tells every website, and who a key is only to its holder', async () => {
      const open = await product.anyone.get('resources?limit=1', { origin: 'https://blog.example' });
      expect(open.headers.get('access-control-allow-origin')).toBe('*');
      const me = await product.as(product.keys.contributor).get('me');
      expect(me.headers.get('cache-control')).toBe('no-store');
      expect(me.body).toMatchObject({
        name: 'Solène Lagarde',
        roles: [{ role: 'contributor' }],
        networks: [{ slug: 'mda-estuaire', name: 'Maison des associations de l’Estuaire' }],
      });
    });

    it('gives a resource with every field of the contract', async () => {
      const { R05: id = '' } = product.resources;
      const resource = await done(product.anyone.get(`resources/${id}`));
      expect(Object.keys(resource)).toEqual(expect.arrayContaining(resourceFields.split(' ')));
      expect(resource).toMatchObject({
        id,
        url: `${product.origin}/ressources/${id}`,
        status: 'published',
        territories: ['DEP-37'],
        fieldTest: {
          verdict: 'inspiration',
          testedIn: ['DEP-37'],
          sentence:
            'Testée uniquement sur ce terrain : Indre-et-Loire. Peut inspirer ailleurs, sans prétendre fonctionner partout.',
        },
      });
      const { fieldTest } = await done(product.anyone.get(`resources/${product.resources.R01}`));
      expect(fieldTest.sentence).toBe('Applicable partout, sauf : Moselle, Bas-Rhin et Haut-Rhin (droit local).');
    });

    it.each(['resources', 'networks'])('walks the list of %s, each item once', async (list) => {
      const [items, pages] = await walk((path) => product.anyone.get(path), `${list}?limit=3`);
      const { total } = await done(product.anyone.get(`${list}?limit=1`));
      expect(new Set(items.map(({ id }) => id)).size).toBe(total);
      expect(items).toHaveLength(total);
      expect(pages).toBe(Math.ceil(total / 3));
    });

    it('walks the lists of those who have a key the same way', async () => {
      const { as, keys } = product;
      for (const [key, list] of [
        [keys.network, 'contributions?limit=2'],
        [keys.committee[0] as string, 'cases?limit=7&status=decided'],
        [keys.subscriber, 'webhook-endpoints?limit=2'],
      ] as const) {
        const [items] = await walk((path) => as(key).get(path), list);
        expect(items).toHaveLength((await done(as(key).get(list))).total);
      }
    });

    it('filters: values of one name are alternatives, names add up', async () => {
      const everywhere = await titles('');
      const legal = await titles('family=legal-watch');
      const observed = await titles('family=observation');
      expect(legal.length).toBeGreaterThan(0);
      expect(await titles('family=legal-watch&family=observation')).toEqual([...legal, ...observed].sort());
      expect(await titles('family=observation&territory=DEP-33')).toEqual([
        'Enquête éclair : les maisons des associations face au coût de l’énergie',
      ]);
      // By leaves: a département is part of its region, and national resources reach everybody they do not exclude.
      const inMoselle = await titles('territory=DEP-57');
      expect(inMoselle).toContain('Le congé d’engagement associatif : mode d’emploi');
      expect(inMoselle).not.toContain('Rédiger ses statuts : les douze questions à se poser');
      expect(await titles('territory=REG-32')).toContain(
        'Baromètre 2026 de l’emploi associatif dans les Hauts-de-France',
      );
      expect(await titles('q=congés+engagements')).toEqual(['Le congé d’engagement associatif : mode d’emploi']);
      expect(await titles('network=etat-37&verdict=inspiration&elsewhere=inspiration&territory=DEP-59')).toHaveLength(
        2,
      );
      expect(everywhere.length).toBeGreaterThan(legal.length + observed.length);
    });

    it('refuses unknown filters by name, with the nearest ones', async () => {
      for (const at of ['resources', '/feeds/resources.rss', '/feeds/resources.json']) {
        const answer = await product.anyone.get(`${at}?teritory=DEP-59&theme=juridiques&territory=59`);
        expect(errorsOf(answer)).toEqual({
          '/teritory': 'unknown-field',
          '/theme': 'unknown-theme',
          '/territory': 'unknown-territory',
        });
        const details: string = answer.body.errors.map(({ detail }: { detail: string }) => detail).join(' ');
        expect(details).toMatch(/territory.*juridique.*DEP-59/s);
      }
    });

    it('lists the event types', async () => {
      const { items } = await done(product.anyone.get('event-types'));
      expect(items.map(({ type }: { type: string }) => type)).toEqual(
        expect.arrayContaining(['resource.published', 'resource.revised', 'ping']),
      );
    });
  });
};
