import type { Card } from './card.ts';
import { fitting, shorten } from './shorten.ts';

/** Slack reads `&`, `<` and `>` alone as its own: `<!channel>`, `<@U…>` and links are made of them. */
export const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack reads a link's end from `|` and `>`. */
const address = (url: string): string => escapeSlack(url).replaceAll('|', '%7C');

const plain = (text: string, most: number) => ({ type: 'plain_text', text: shorten(text, most), emoji: false });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

const titled = ({ title, url }: Card): string =>
  url
    ? `<${address(url)}|${fitting([title.replaceAll('|', '¦')], 600, escapeSlack)}>`
    : fitting([title], 600, escapeSlack);

/**
 * Blocks, with the same words as `text` for notifications. Limits (docs.slack.dev, 2026): header 150 characters, text of a
 * section 3,000, 50 blocks, and about 13,000 characters over all of them.
 */
export const slackBody = (cards: readonly Card[]): string => {
  const each = Math.min(2_400, Math.floor(9_000 / cards.length));
  return JSON.stringify({
    text: fitting(
      cards.map(({ heading, title }) => `${heading} : ${title}`),
      600,
      escapeSlack,
    ),
    unfurl_links: false,
    unfurl_media: false,
    blocks: cards.flatMap((card) => [
      { type: 'header', text: plain(card.heading, 150) },
      section(`*${titled(card)}*`),
      ...(card.paragraphs.length ? [section(fitting(card.paragraphs, each, escapeSlack))] : []),
      ...(card.footer ? [{ type: 'context', elements: [plain(card.footer, 300)] }] : []),
    ]),
  });
};
