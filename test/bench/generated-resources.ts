import type { AnnouncedResource } from '#contracts';
import { audiences, families, formats, sectors, supportTasks, territories, themes } from '#taxonomy';

/** The same numbers each time. */
export const random = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
};

const consonants = 'bcdfglmnprstv';
const vowels = 'aeiou';

/** A word that no other number makes. */
const word = (index: number): string => {
  let text = '';
  for (let rest = index + 7; rest > 0; rest = Math.floor(rest / 60)) {
    text += (consonants[rest % 13] as string) + (vowels[Math.floor(rest / 13) % 5] as string);
  }
  return `${text}${index % 3 === 0 ? 'tion' : ''}`;
};

export const vocabularySize = 20_000;

/** Few words are said often and most seldom, as in any language. */
export const aWord = (next: () => number): string => word(Math.floor(vocabularySize ** next()) - 1);

const words = (next: () => number, count: number): string => Array.from({ length: count }, () => aWord(next)).join(' ');
const one = <Item>(items: readonly Item[], next: () => number): Item =>
  items[Math.floor(next() * items.length)] as Item;
const some = (items: readonly string[], next: () => number): string[] => [
  ...new Set(Array.from({ length: 1 + Math.floor(next() * 3) }, () => one(items, next))),
];

/** Resources as a large catalogue might have them; every tenth is national. */
export const generatedResource = (index: number, next: () => number): AnnouncedResource => {
  const isNational = index % 10 === 0;
  const include = isNational
    ? ['NAT-FR']
    : some(
        territories.map(({ code }) => code),
        next,
      );
  const network = Math.floor(next() * 200);
  const at = new Date(Date.UTC(2016, 0, 1) + index * 3_000_000).toISOString();
  return {
    id: `r${String(index).padStart(7, '0')}`,
    version: 1,
    status: 'published',
    label: index % 50 === 0 ? 'reference' : 'none',
    title: words(next, 7),
    summary: words(next, 35),
    change: null,
    family: one(families.ids, next),
    format: one(formats.ids, next),
    themes: some(themes.ids, next),
    audiences: some(audiences.ids, next),
    supportTasks: some(supportTasks.ids, next),
    uses: ['save-time'],
    howToUse: [words(next, 8)],
    support: index % 4 === 0 ? 'specific' : 'transversal',
    sector: index % 4 === 0 ? one(sectors.ids, next) : null,
    scale: isNational ? 'national' : 'territorial',
    territories: include,
    scope: { include, exclude: [] },
    fieldTest: { verdict: index % 3 === 0 ? 'inspiration' : 'everywhere', testedIn: ['DEP-33'], sentence: '…' },
    verification: null,
    network: { id: `n${network}`, slug: `n${network}`, name: `Réseau ${network}` },
    licence: 'etalab-2.0',
    language: 'fr',
    links: [{ url: `https://reseau.example/${index}`, title: 'La ressource' }],
    files: [],
    legalRefs: [],
    grounds: null,
    publishedAt: at,
    revisedAt: null,
    verifiedUntil: null,
    expiresAt: index % 20 === 0 ? at : null,
  };
};
