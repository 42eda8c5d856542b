import { includesArticle, isNear } from './article.ts';

/** A key of a cited text, parted: `code:travail/L3142-54-1` is an article of `code:travail`. */
export interface LegalKey {
  readonly text: string;
  readonly article: string | null;
}

export const legalKeyOf = (key: string): LegalKey => {
  const european = /^(eu:[a-z]+:\d+\/\d+)(?:\/(.+))?$/.exec(key);
  if (european) return { text: european[1] as string, article: european[2] ?? null };
  if (!/^(?:code|loi|decret|ordonnance|arrete|circulaire|instruction|deliberation):/.test(key)) {
    return { text: key, article: null };
  }
  const [text = key, article] = key.split('/', 2);
  return { text, article: article ?? null };
};

/** How what is changed touches what is cited. */
export type Touch = 'same' | 'near' | null;

/**
 * | changed      | cited        |                                              |
 * |--------------|--------------|----------------------------------------------|
 * | an article   | that article, a range with it, the whole text | same        |
 * | the text     | the text, or any of its articles when it is repealed | same |
 * | an article   | another of its group                          | near        |
 * | the text     | one of its articles                           | near        |
 */
export const touches = (changed: string, cited: string, isWholeText: boolean): Touch => {
  const [one, other] = [legalKeyOf(changed), legalKeyOf(cited)];
  if (one.text !== other.text) return null;
  if (one.article === null) return other.article === null || isWholeText ? 'same' : 'near';
  if (other.article === null) return 'same';
  if (includesArticle(other.article, one.article) || includesArticle(one.article, other.article)) return 'same';
  // In a code only the neighbours; in a law of a few pages, any.
  return one.text.startsWith('code:') && !isNear(one.article, other.article) ? null : 'near';
};
