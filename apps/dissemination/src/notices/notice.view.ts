import type { PublicOrigin } from '../public-origin.ts';
import type { Notice } from './notice.ts';
import type { Words } from './words.ts';
import { wordsOf } from './words-of.ts';

/** A notice as a template shows it. */
export interface NoticeView extends Omit<Words, 'link'> {
  readonly link?: { readonly url: string; readonly label: string };
}

/** @param page where somebody without an account follows what they proposed: the only page that they may open. */
export const noticeView = (
  { kind, facts }: Pick<Notice, 'kind' | 'facts'>,
  origin: PublicOrigin,
  page?: string | null,
): NoticeView => {
  const words = wordsOf(kind, facts);
  if (!words) throw new Error(`nobody has words for ${kind}`);
  const { link, ...rest } = words;
  if (page) return { ...rest, link: { url: page, label: 'Suivre votre proposition' } };
  return link ? { ...rest, link: { url: origin.address(link.path), label: link.label } } : rest;
};

/** What waits for the reader first; then what happened. The subject says how much of each. */
export const sortedForReading = (views: readonly NoticeView[]) => {
  const waiting = views.filter(({ isForYou }) => isForYou);
  const news = views.filter(({ isForYou }) => !isForYou);
  return { waiting, news, summary: summary(waiting.length, news.length) };
};

const summary = (waiting: number, news: number): string => {
  const parts = [
    ...(waiting === 1 ? ['1 chose vous attend'] : waiting ? [`${waiting} choses vous attendent`] : []),
    ...(news === 1 ? ['1 nouvelle'] : news ? [`${news} nouvelles`] : []),
  ];
  return `Sur Essaim : ${parts.join(', ')}`;
};
