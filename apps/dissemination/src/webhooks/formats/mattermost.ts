import type { Card } from './card.ts';
import { escapeMarkdown } from './markdown.ts';
import { fitting, shorten } from './shorten.ts';

/**
 * Attachments, as Mattermost and Rocket.Chat both read them. Mattermost takes 16,383 characters; Rocket.Chat 5,000 in the
 * message, unless its administrator allows more (`Message_MaxAllowedSize`).
 */
const attachment = (card: Card, most: number, escaping: (text: string) => string) => ({
  // Notifications and plain clients show it as it is.
  fallback: shorten(card.title.replaceAll('@', '@\u2060'), 300),
  title: fitting([card.title], 300, escaping),
  ...(card.url ? { title_link: card.url } : {}),
  text: fitting(card.paragraphs, most, escaping, '\n\n'),
  ...(card.footer ? { footer: shorten(card.footer.replaceAll('@', '@\u2060'), 300) } : {}),
});

const bodyWithin = (cards: readonly Card[], most: number): string => {
  const each = Math.floor((most - 400 * cards.length) / cards.length);
  const headings = [...new Set(cards.map(({ heading }) => heading))];
  return JSON.stringify({
    username: 'Essaim',
    // Mattermost and its like refuse a post without text.
    text: fitting(headings, 300, escapeMarkdown, ', '),
    attachments: cards.map((card) => attachment(card, Math.max(80, each), escapeMarkdown)),
  });
};

export const mattermostBody = (cards: readonly Card[]): string => bodyWithin(cards, 12_000);

export const rocketChatBody = (cards: readonly Card[]): string => {
  const { username, ...body } = JSON.parse(bodyWithin(cards, 4_500));
  // Its name for who writes; without previews of links that people wrote.
  return JSON.stringify({ alias: username, parseUrls: false, ...body });
};
