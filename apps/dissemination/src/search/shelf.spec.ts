import { describe, expect, it } from 'vitest';
import { type AnnouncedResource, matches, type ResourceFilter } from '#contracts';
import { aResource } from '../../../../libs/contracts/test/builders.ts';
import { highlighted } from './highlight.ts';
import { indexedText } from './indexed-text.ts';
import { Shelf, type Sort } from './shelf.ts';

const aShelf = (...resources: readonly AnnouncedResource[]): Shelf => {
  const shelf = new Shelf();
  for (const resource of resources) shelf.put(resource, indexedText(resource));
  return shelf;
};

const ids = (shelf: Shelf, filter: ResourceFilter, isTolerant = true, sort: Sort = 'relevance'): readonly string[] =>
  shelf.find({ filter, isTolerant, sort, limit: 100 }).ids;

const onDay = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString();

const statutes = aResource({
  id: 'statuts',
  title: 'Rédiger ses statuts',
  themes: ['creation'],
  publishedAt: onDay(1),
});
const assembly = aResource({
  id: 'ag',
  title: 'Préparer l’assemblée générale',
  summary: 'Convoquer, débattre et voter.',
  themes: ['gouvernance'],
  publishedAt: onDay(2),
});
const minutes = aResource({
  id: 'pv',
  title: 'Modèle de procès-verbal d’AG',
  summary: 'Un modèle à remplir.',
  themes: ['gouvernance', 'animation'],
  publishedAt: onDay(3),
});

describe('Search, as the search page does it', () => {
  const shelf = aShelf(statutes, assembly, minutes);

  it.each([
    ['assemblee generale', ['ag', 'pv']],
    ['l’Assemblée', ['ag']],
    ['AG', ['ag', 'pv']],
    ['assembl', ['ag']],
    ['asemblée générale', ['ag']],
    ['statut', ['statuts']],
    ['statuts assemblée', []],
    ['introuvable', []],
  ])('finds, for « %s », %j', (q, expected) => {
    expect([...ids(shelf, { q: [q] })].sort()).toEqual([...expected].sort());
  });

  it('puts what the title says before what the text says', () => {
    const inText = aResource({ id: 'texte', title: 'Fiche', summary: 'Pour les statuts.', publishedAt: onDay(9) });
    expect(ids(aShelf(inText, statutes), { q: ['statuts'] })).toEqual(['statuts', 'texte']);
  });

  it('suggests the word that was perhaps meant', () => {
    expect(shelf.corrected('procés verval')).toBe('proces verbal');
    expect(shelf.corrected('statuts')).toBeNull();
  });

  it('marks the words that were found, and loses no letter', () => {
    const { stems } = shelf.find({ filter: { q: ['assemblées'] }, isTolerant: true, sort: 'relevance', limit: 1 });
    const segments = highlighted(assembly.title, stems);
    expect(segments.map(({ text }) => text).join('')).toBe(assembly.title);
    expect(segments.filter(({ marked }) => marked)).toEqual([{ text: 'assemblée', marked: true }]);
  });
});

describe('The shelf', () => {
  const territories = aResource({
    id: 'nord',
    title: 'Guide du Nord',
    scope: { include: ['REG-32'], exclude: ['DEP-02'] },
    sector: 'sport',
    support: 'specific',
    label: 'reference',
    expiresAt: onDay(40),
    publishedAt: onDay(4),
  });
  const inspiring = aResource({
    id: 'ailleurs',
    title: 'Retour d’expérience',
    scope: { include: ['DEP-37'], exclude: [] },
    fieldTest: { verdict: 'inspiration', testedIn: ['DEP-37'], sentence: '…' },
    expiresAt: onDay(30),
    publishedAt: onDay(5),
  });
  const all = [statutes, assembly, minutes, territories, inspiring];

  it.each<ResourceFilter>([
    {},
    { theme: ['gouvernance'] },
    { theme: ['creation', 'animation'] },
    { territory: ['DEP-59'] },
    { territory: ['DEP-02'] },
    { territory: ['REG-32'] },
    { territory: ['NAT-FR'] },
    { territory: ['DEP-59'], elsewhere: ['inspiration'] },
    { label: ['reference'] },
    { sector: ['sport'], support: ['specific'] },
    { verdict: ['inspiration'] },
    { closesBefore: ['2026-02-05'] },
    { network: [statutes.network.id] },
    { network: [statutes.network.slug] },
    { network: ['nobody'] },
    { q: ['assemblée générale'] },
    { q: ['modèle procès'] },
    { q: ['statuts', 'nord'] },
    { q: ['le la les'] },
  ])('holds a filter to mean what the contracts say: %j', (wanted) => {
    const expected = all.filter((resource) => matches(wanted, resource)).map(({ id }) => id);
    expect([...ids(aShelf(...all), wanted, false)].sort()).toEqual(expected.sort());
  });

  it('counts each facet without its own values in the filter', () => {
    const { total, counts } = aShelf(...all).find({
      filter: { theme: ['creation'], scale: ['national', 'territorial'] },
      sort: 'newest',
      limit: 1,
    });
    expect(total).toBe(all.filter(({ themes }) => themes.includes('creation')).length);
    expect(counts.theme.get('gouvernance')).toBe(all.filter(({ themes }) => themes.includes('gouvernance')).length);
    // The one reference does not treat of the theme.
    expect(counts.label.get('reference')).toBeUndefined();
  });

  it.each([
    ['newest', ['ailleurs', 'nord', 'pv', 'ag', 'statuts']],
    ['closing', ['ailleurs', 'nord', 'pv', 'ag', 'statuts']],
  ] as const)('walks by %s, each once, while others arrive and leave', (sort, expected) => {
    const shelf = aShelf(...all);
    const walked: string[] = [];
    let after = null;
    for (let page = 0; page < 10; page += 1) {
      const { ids: some, end } = shelf.find({ filter: {}, sort, limit: 2, after });
      walked.push(...some);
      if (!end) break;
      after = end;
      // What is written meanwhile is before the place where we are, or the same thing again.
      const fresh = aResource({ id: `neuve-${page}`, publishedAt: onDay(50 + page), expiresAt: onDay(1) });
      shelf.put(fresh, indexedText(fresh));
      shelf.put(statutes, indexedText(statutes));
    }
    expect(walked).toEqual(expected);
  });

  it('forgets what was removed, and has what was changed once', () => {
    const shelf = aShelf(statutes, assembly);
    shelf.remove('ag');
    const renamed = { ...statutes, title: 'Créer son association' };
    shelf.put(renamed, indexedText(renamed));
    expect(ids(shelf, {})).toEqual(['statuts']);
    expect(ids(shelf, { q: ['rédiger'] })).toEqual([]);
    expect(ids(shelf, { q: ['créer'] })).toEqual(['statuts']);
    expect(shelf.size).toBe(1);
    expect(shelf.waste).toBeCloseTo(2 / 3);
  });

  it('finds similar ones by theme, then by the words of the title', () => {
    const closer = aResource({
      id: 'closer',
      title: 'Modèle de procès-verbal',
      themes: ['gouvernance'],
      publishedAt: onDay(1),
    });
    expect(aShelf(statutes, assembly, minutes, closer).similar(minutes, 5, null)).toMatchObject({
      ids: ['closer', 'ag'],
      total: 2,
      end: null,
    });
  });
});
