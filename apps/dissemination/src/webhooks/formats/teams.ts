import type { Card } from './card.ts';
import { disarm, escapeMarkdown } from './markdown.ts';
import { fitting } from './shorten.ts';

/** Teams shows a piece of Markdown in every text block: lists, links, emphasis. */
const block = (text: string, more: object = {}) => ({ type: 'TextBlock', text, wrap: true, ...more });

const mostBytes = 27 * 1024;

const envelope = (cards: readonly Card[], most: number) => ({
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
        fallbackText: fitting(
          cards.map(({ title }) => title),
          300,
          disarm,
          ', ',
        ),
        body: cards.flatMap((card, index) => parts(card, most, index > 0)),
      },
    },
  ],
});

/**
 * The envelope that a Teams workflow (« Post to a channel when a webhook request is received ») takes, with one Adaptive
 * Card: version 1.4 is what every client of Teams shows. A post is 28 KB at most.
 */
export const teamsBody = (cards: readonly Card[]): string => {
  for (let most = 6_000; ; most = Math.floor(most * 0.75)) {
    const body = JSON.stringify(envelope(cards, most));
    if (most < 40 || Buffer.byteLength(body) <= mostBytes) return body;
  }
};

const parts = (card: Card, most: number, separator: boolean): object[] => [
  block(fitting([card.heading], 150, escapeMarkdown), { isSubtle: true, size: 'Small', separator }),
  block(fitting([card.title], Math.min(300, most), escapeMarkdown), { weight: 'Bolder', size: 'Medium' }),
  ...card.paragraphs
    .map((paragraph) => fitting([paragraph], Math.floor(most / card.paragraphs.length), escapeMarkdown))
    .filter(Boolean)
    .map((text) => block(text)),
  ...(card.footer ? [block(fitting([card.footer], 300, escapeMarkdown), { isSubtle: true, size: 'Small' })] : []),
  ...(card.url ? [{ type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: 'Ouvrir', url: card.url }] }] : []),
];
