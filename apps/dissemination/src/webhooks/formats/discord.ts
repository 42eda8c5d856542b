import type { Card } from './card.ts';
import { disarm, escapeMarkdown } from './markdown.ts';
import { fitting, shorten } from './shorten.ts';

/**
 * Embeds. Limits (discord.com/developers, 2026): title 256 characters, description 4,096, author 256, footer 2,048, ten
 * embeds, 6,000 characters in all. `allowed_mentions` calls nobody, whatever the text says.
 */
export const discordBody = (cards: readonly Card[]): string => {
  const each = Math.floor(5_600 / cards.length);
  return JSON.stringify({
    username: 'Essaim',
    allowed_mentions: { parse: [] },
    embeds: cards.map((card) => {
      const heading = shorten(card.heading, 80);
      const title = fitting([card.title], Math.min(250, Math.floor(each / 3)), escapeMarkdown);
      const footer = fitting(card.footer ? [card.footer] : [], Math.min(200, Math.floor(each / 4)), disarm);
      const left = Math.max(0, Math.min(4_000, each - heading.length - title.length - footer.length));
      return {
        author: { name: heading },
        title,
        ...(card.url ? { url: card.url } : {}),
        description: fitting(card.paragraphs, left, escapeMarkdown, '\n\n'),
        ...(footer ? { footer: { text: footer } } : {}),
      };
    }),
  });
};
