import type { Card } from './card.ts';
import { escapeMarkdown } from './markdown.ts';
import { fitting, shorten } from './shorten.ts';

/** Teams shows a piece of Markdown in every text block: lists, links, emphasis. */
const block = (text: string, more: object = {}) => ({ type: 'TextBlock', text, wrap: true, ...more });

/**
 * The envelope that a Teams workflow (« Post to a channel when a webhook request is received ») takes, with one Adaptive
 * Card: version 1.4 is what every client of Teams shows. A post is 28 KB at most.
 */
export const teamsBody = (cards: readonly Card[]): string => {
  const each = Math.floor(10_000 / cards.length);
  return JSON.stringify({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          lang: 'fr',
          fallbackText: shorten(cards.map(({ title }) => title).join(', '), 300),
          body: cards.flatMap((card, index) => parts(card, each, index > 0)),
        },
      },
    ],
  });
};

const parts = (card: Card, most: number, separator: boolean): object[] => [
  block(fitting([card.heading], 150, escapeMarkdown), { isSubtle: true, size: 'Small', separator }),
  block(fitting([card.title], 300, escapeMarkdown), { weight: 'Bolder', size: 'Medium' }),
  ...card.paragraphs
    .map((paragraph) => fitting([paragraph], Math.floor(most / card.paragraphs.length), escapeMarkdown))
    .filter(Boolean)
    .map((text) => block(text)),
  ...(card.footer ? [block(fitting([card.footer], 300, escapeMarkdown), { isSubtle: true, size: 'Small' })] : []),
  ...(card.url ? [{ type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: 'Ouvrir', url: card.url }] }] : []),
];
