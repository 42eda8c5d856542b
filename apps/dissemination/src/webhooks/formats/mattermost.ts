import type { Card } from './card.ts';
import { disarm, escapeMarkdown } from './markdown.ts';
import { fitting } from './shorten.ts';

/** An attachment, as Mattermost and Rocket.Chat both read it, of so many characters at most, its link apart. */
const attachment = (card: Card, most: number) => {
  const title = fitting([card.title], Math.min(300, Math.floor(most * 0.35)), escapeMarkdown);
  // Notifications and plain clients show it as it is.
  const fallback = fitting([card.title], Math.min(300, Math.floor(most * 0.2)), disarm);
  const footer = fitting(card.footer ? [card.footer] : [], Math.min(300, Math.floor(most * 0.2)), disarm);
  const left = most - title.length - fallback.length - footer.length;
  return {
    fallback,
    title,
    ...(card.url ? { title_link: card.url } : {}),
    text: fitting(card.paragraphs, left, escapeMarkdown, '\n\n'),
    ...(footer ? { footer } : {}),
  };
};

const message = (cards: readonly Card[], most: number) => {
  const each = Math.floor((most - 400) / cards.length);
  return {
    // Mattermost and its like refuse a post without text.
    text: fitting([...new Set(cards.map(({ heading }) => heading))], 300, escapeMarkdown, ', '),
    attachments: cards.map((card) => attachment(card, each)),
  };
};

/** Mattermost takes 16,383 characters in a post. */
export const mattermostBody = (cards: readonly Card[]): string =>
  JSON.stringify({ username: 'Essaim', ...message(cards, 12_000) });

/** Rocket.Chat takes 5,000, unless its administrator allows more (`Message_MaxAllowedSize`). No previews of links. */
export const rocketChatBody = (cards: readonly Card[]): string =>
  JSON.stringify({ alias: 'Essaim', parseUrls: false, ...message(cards, 4_800) });
