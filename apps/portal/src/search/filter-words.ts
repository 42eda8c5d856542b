import { type FilterWord, filterInWords as inWords, type ResourceFilter, filterWords as wordsOf } from '#contracts';
import { spaced } from '../pages/french.ts';

export { nameInWords } from '#contracts';

/** The values of a filter with the spaces of a page. */
export const filterWords = (wanted: ResourceFilter): readonly FilterWord[] =>
  wordsOf(wanted).map((word) => ({ ...word, label: spaced(word.label) }));

/** « Thème : Emploi associatif ; Territoire : Bretagne », or « Toutes les ressources ». */
export const filterInWords = (wanted: ResourceFilter): string => spaced(inWords(wanted));
