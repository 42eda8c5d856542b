import type { Card } from './card.ts';
import { fitting, shorten } from './shorten.ts';

/** Slack reads `&`, `<` and `>` alone as its own: `<!channel>`, `<@U…>` and links are made of them. */
export const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack reads a link's end from `|` and `>`. */
const address = (url: string): string => escapeSlack(url).replaceAll('|', '%7C');

const plain = (text: string, most: number) => ({ type: 'plain_text', text: shorten(text, most), emoji: false });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

const titled = ({ title, url }: Card, most: number): string =>
  url
    ? `<${address(url)}|${fitting([title.replaceAll('|', '¦')], most, escapeSlack)}>`
    : fitting([title], most, escapeSlack);

const blocksOf = (card: Card, most: number): object[] => {
  const text = fitting(card.paragraphs, Math.min(2_900, most), escapeSlack);
  return [
    { type: 'header', text: plain(card.heading, 150) },
    section(`*${titled(card, Math.min(600, most))}*`),
    ...(text ? [section(text)] : []),
    ...(card.footer ? [{ type: 'context', elements: [plain(card.footer, 300)] }] : []),
  ];
};

/** As Slack counts, over all blocks: not said in its documentation, measured (slackapi/bolt-js#2509). */
const mostInAll = 13_000;

/**
 * Blocks, with the same words as `text` for notifications. Limits (docs.slack.dev, 2026): header 150 characters, text of a
 * section 3,000, 50 blocks.
 */
export const slackBody = (cards: readonly Card[]): string => {
  const headlines = cards.map(({ heading, title }) => `${heading} : ${title}`);
  const text = fitting(headlines, 600, escapeSlack);
  for (let most = 2_900; ; most = Math.floor(most * 0.75)) {
    const blocks = cards.flatMap((card) => blocksOf(card, most));
    if (most < 40 || JSON.stringify(blocks).length <= mostInAll) {
      return JSON.stringify({ text, unfurl_links: false, unfurl_media: false, blocks });
    }
  }
};
