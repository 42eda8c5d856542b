import { stemmer } from '@orama/stemmers/french';

const elided = /\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]/g;
const emptyWords = new Set(
  'a au aux avec ce ces dans de des du elle en et eux il ils je la le les leur lui ma mais me mes mon ne nos notre nous on ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos votre vous'.split(
    ' ',
  ),
);

/** The words of a French text as they compare: no accent, no elision, no ending, no word that says nothing. */
export const stems = (text: string): Set<string> => {
  const words = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(elided, ' ')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .split(/[^\p{L}\p{N}]+/u);
  return new Set(words.filter((word) => word && !emptyWords.has(word)).map((word) => stemmer(word)));
};
