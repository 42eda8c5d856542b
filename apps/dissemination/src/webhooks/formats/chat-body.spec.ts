import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleOf } from '../events/event-examples.ts';
import { type EventType, eventTypeNames } from '../events/event-types.ts';
import { type Card, cardOf } from './card.ts';
import { chatBody, mostCards } from './chat-body.ts';

const formats = ['slack', 'mattermost', 'rocketchat', 'discord', 'teams'] as const;
type Format = (typeof formats)[number];
const card = (type: EventType, more: object = {}): Card =>
  cardOf({ type, data: JSON.stringify({ ...exampleOf(type), ...more }) });
// biome-ignore lint/suspicious/noExplicitAny: whatever the chat takes
const posted = (format: Format, ...cards: Card[]): any => JSON.parse(chatBody[format](cards));
const invisible = /\u2060/g;

const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
};

/** What each chat takes, as its documentation says in 2026. @returns what is over */
const over: Record<Format, (body: ReturnType<typeof posted>) => string[]> = {
  slack: ({ blocks, text }) => [
    ...(blocks.length > 50 ? ['50 blocks'] : []),
    ...(text.length > 4_000 ? ['text'] : []),
    ...blocks.flatMap((block: { type: string; text?: { text: string }; elements?: { text: string }[] }) => {
      const { length = 0 } = block.text?.text ?? '';
      const isOver = block.type === 'header' ? length > 150 : length > 3_000;
      const isEmpty = block.type !== 'context' && length === 0;
      return isOver || isEmpty || (block.elements ?? []).some(({ text }) => !text || text.length > 2_000)
        ? [block.type]
        : [];
    }),
    ...(JSON.stringify(blocks).length > 13_000 ? ['13,000 characters'] : []),
  ],
  mattermost: (body) => [
    ...(body.text ? [] : ['no text']),
    ...(strings(body).join('').length > 16_383 ? ['16,383 characters'] : []),
  ],
  rocketchat: (body) => [
    ...(body.text ? [] : ['no text']),
    ...(strings({
      ...body,
      attachments: body.attachments.map(({ title_link: _, ...rest }: { title_link: string }) => rest),
    }).join('').length > 5_000
      ? ['5,000 characters']
      : []),
  ],
  discord: ({ embeds }) => [
    ...(embeds.length > 10 ? ['ten embeds'] : []),
    ...embeds.flatMap(
      (embed: { title: string; description: string; author: { name: string }; footer?: { text: string } }) =>
        embed.title.length > 256 ||
        !embed.title ||
        embed.description.length > 4_096 ||
        embed.author.name.length > 256 ||
        (embed.footer?.text.length ?? 0) > 2_048
          ? ['an embed']
          : [],
    ),
    ...(strings(embeds.map(({ url: _, ...rest }: { url: string }) => rest)).join('').length > 6_000
      ? ['6,000 characters']
      : []),
  ],
  teams: (body) => [...(Buffer.byteLength(JSON.stringify(body)) > 28 * 1024 ? ['28 KB'] : [])],
};

describe.each(formats)('A message for %s', (format) => {
  it('says every type of event in French, with its heading and its title', () => {
    for (const type of eventTypeNames) {
      const made = card(type);
      const text = strings(posted(format, made)).join('\n').replace(invisible, '').replaceAll('\\', '');
      expect(text).toContain(made.title);
      expect(text).toContain(made.heading);
      expect(over[format](posted(format, made))).toEqual([]);
    }
  });

  it('carries the label, the field-test sentence, what changes, the attribution and the link', () => {
    const made = card('resource.revised', { label: 'reference' });
    const text = strings(posted(format, made)).join('\n').replace(invisible, '').replaceAll('\\', '');
    expect(text).toContain('(référence nationale)');
    expect(text).toContain('Testée uniquement sur ce terrain : Indre-et-Loire.');
    expect(text).toContain('Ce qui change : La liste des pièces');
    expect(text).toContain('Réseau d’exemple, Licence Ouverte 2.0, mise à jour du 12 mars 2026');
    expect(text).toContain('https://essaim.example/ressources/');
  });

  it('F50: calls nobody and links nowhere, whatever a title or a summary says', () => {
    const hostile = [
      '<!channel> <!here> <@U123> <https://mal.example|ici>',
      '@everyone @here @all @channel <@&1> <#2>',
      '[ici](https://mal.example) ![](https://mal.example/p.png)',
      'javascript:alert(1) www.mal.example <at>Tous</at> *gras* _i_ `code` ~~non~~ ||caché|| &lt;b&gt;',
    ];
    for (const words of hostile) {
      const body = posted(format, card('resource.published', { title: words, summary: words }));
      const written = strings({ ...body, parse: undefined }).filter(
        (text) => !text.startsWith('https://essaim.example/'),
      );
      for (const text of written) {
        const isPlain =
          format === 'slack' ? !text.includes('<!') && !text.includes('<@') && !/<https?:\/\/mal/.test(text) : true;
        expect(isPlain).toBe(true);
        if (format === 'slack') continue;
        expect(text).not.toMatch(/@(everyone|here|all|channel|&)/);
        expect(text).not.toMatch(/\]\(/);
        expect(text).not.toMatch(/https?:\/\/mal|javascript:|www\.mal/);
        expect(text).not.toMatch(/\|\|/);
      }
      if (format === 'discord') expect(body.allowed_mentions).toEqual({ parse: [] });
    }
  });

  it('stays within the limits, whatever is said and of however many things', () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 1_500 }),
      fc.constantFrom('&'.repeat(1_500), '<'.repeat(1_500), '*'.repeat(1_500), '@'.repeat(1_500), 'é🏳️‍🌈'.repeat(300)),
    );
    const anyCard = fc.record({
      title: words,
      summary: words,
      change: words,
      n: fc.integer({ min: 1, max: mostCards }),
    });
    fc.assert(
      fc.property(anyCard, ({ n, title, ...said }) => {
        const made = card('resource.revised', { ...said, title: title.trim() || 'Titre' });
        const body = posted(format, ...Array.from({ length: n }, () => made));
        expect(over[format](body)).toEqual([]);
        for (const text of strings(body)) expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
