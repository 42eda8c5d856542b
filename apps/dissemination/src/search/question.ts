import { stemOf, wordsOf } from '#contracts';
import { synonyms } from '#taxonomy';

/** One way of saying a part of a question: stems that must all be there, and what finding them is worth. */
export interface Saying {
  readonly stems: readonly string[];
  readonly worth: number;
}

/** One part of a question, in any of these ways; the best first. */
export interface Asked {
  /** As it was typed, plain; empty for several words. */
  readonly word: string;
  readonly isLast: boolean;
  readonly sayings: readonly Saying[];
}

export const worth = { same: 8, synonym: 5, beginning: 4, near: 2 } as const;

const stemmed = (text: string): string[] => wordsOf(text).map(stemOf);

/** Each group of equivalent phrases, under the stems that a phrase of it begins with. */
const groups: ReadonlyMap<string, readonly (readonly string[])[]> = (() => {
  const byPhrase = new Map<string, (readonly string[])[]>();
  for (const group of synonyms) {
    const phrases = group.map(stemmed);
    for (const phrase of phrases) {
      const key = phrase.join(' ');
      const others = phrases.filter((other) => other.join(' ') !== key);
      byPhrase.set(key, [...(byPhrase.get(key) ?? []), ...others]);
    }
  }
  return byPhrase;
})();
const longestPhrase = Math.max(...[...groups.keys()].map((key) => key.split(' ').length));

/** A phrase, taken apart: known phrases with their synonyms, then single words. */
export const askedIn = (phrase: string): Asked[] => {
  const words = wordsOf(phrase);
  const all = words.map(stemOf);
  const asked: Asked[] = [];
  for (let at = 0; at < all.length; ) {
    const length = knownPhraseAt(all, at);
    const own = all.slice(at, at + length);
    const others = groups.get(own.join(' ')) ?? [];
    asked.push({
      word: length === 1 ? (words[at] as string) : '',
      isLast: at + length === all.length,
      sayings: [{ stems: own, worth: worth.same }, ...others.map((stems) => ({ stems, worth: worth.synonym }))],
    });
    at += length;
  }
  return asked;
};

const knownPhraseAt = (all: readonly string[], at: number): number => {
  for (let length = Math.min(longestPhrase, all.length - at); length > 1; length -= 1) {
    if (groups.has(all.slice(at, at + length).join(' '))) return length;
  }
  return 1;
};
