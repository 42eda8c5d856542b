import { describe, expect, it } from 'vitest';
import { aCase } from '../../test/builders.ts';
import { contentHints, plainLanguageHints } from './hints.ts';

const found = (text: string) => plainLanguageHints(text).map(({ code, excerpt }) => `${code}: ${excerpt}`);
const words = (count: number) => Array.from({ length: count }, () => 'mot').join(' ');

describe('Plain-language hints', () => {
  it('point at a sentence of more than 25 words, and at where it is', () => {
    expect(found(`Court. M${words(25)}.`)).toEqual([]);
    const [hint] = plainLanguageHints(`Court. M${words(26)}.`);
    expect(hint).toMatchObject({ code: 'long-sentence', start: 7 });
    expect(hint?.detail).toContain('26 mots');
  });

  it.each([
    ['La CAF verse.', ['undefined-acronym: CAF']],
    ['La caisse d’allocations familiales (CAF) verse. La CAF décide.', []],
    ['La CAF (caisse d’allocations familiales) verse.', []],
    ['La CAF verse (voir plus bas). La CAF décide.', ['undefined-acronym: CAF']],
    ['Le PDF du XIX siècle, en SMS.', []],
    ['ÉTAT et URSSAF', ['undefined-acronym: ÉTAT', 'undefined-acronym: URSSAF']],
    ['L’article L612-4 de 1901, COVID-19', []],
  ])('find in « %s » the acronyms that nothing explains', (text, hints) => {
    expect(found(text)).toEqual(hints);
  });

  it('stay fast and few, whatever is written', () => {
    const started = performance.now();
    expect(plainLanguageHints('AB('.repeat(6_000)).length).toBeLessThanOrEqual(50);
    expect(plainLanguageHints(`${'ABCDE '.repeat(3_000)}`)).toHaveLength(2);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('of a contribution say the field, and take what another field explains', () => {
    const { content } = aCase({
      content: { summary: 'La direction régionale (DR) aide.', howToUse: ['Appeler la DR.', 'Écrire au FDVA.'] },
    });
    expect(contentHints(content).map(({ field, excerpt }) => [field, excerpt])).toEqual([['/howToUse/1', 'FDVA']]);
  });
});
