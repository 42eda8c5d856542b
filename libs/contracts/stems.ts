import { stemmer } from '@orama/stemmers/french';

const elided = /\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]/g;
const emptyWords = new Set(
  'a au aux avec ce ces dans de des du elle en et eux il ils je la le les leur lui ma mais me mes mon ne nos notre nous on ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos votre vous'.split(
    ' ',
  ),
);

/** A piece of text as it compares: lower case, no accent, no ligature. */
export const plainText = (text: string): string =>
  text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('œ', 'oe').replaceAll('æ', 'ae');

/** The words of a French text, in order: plain, without elision, without those that say nothing. */
export const wordsOf = (text: string): string[] =>
  plainText(text)
    .replace(elided, ' ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word && !emptyWords.has(word));

/** What stays of a plain word without its ending: « associations » and « associatif » have much in common. */
export const stemOf = (word: string): string => stemmer(word);

/** The words of a French text as they compare: no accent, no elision, no ending, no word that says nothing. */
export const stems = (text: string): Set<string> => new Set(wordsOf(text).map(stemOf));
