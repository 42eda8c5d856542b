import type { z } from 'zod';
import * as everyContract from '#contracts';
import { announcers, type QueryContract } from '#contracts';
import { type Channel, type Message, type Named, type Operation, to } from './asyncapi.types.ts';
import type { JsonSchema } from './schemas.ts';

export type Query = QueryContract<z.ZodType, z.ZodType>;

/** Every question that `libs/contracts` declares. */
export const everyQuery = (): Query[] =>
  Object.values(everyContract as Record<string, unknown>)
    .filter(
      (value): value is Query =>
        typeof value === 'object' && value !== null && 'question' in value && 'answer' in value,
    )
    .sort((a, b) => (a.subject < b.subject ? -1 : 1));

const serviceOf = ({ subject }: Query): string => announcers.find((name) => name === subject.split('.')[1]) ?? 'portal';

export const queryChannels = ({ subject }: Query): [string, Channel][] => [
  [
    subject,
    {
      address: subject,
      description: 'A question, over core NATS: nothing is kept.',
      messages: { question: to('components', 'messages', `${subject}.question`) },
    },
  ],
  [
    `${subject}.answer`,
    {
      address: null,
      description: 'The address that came with the question.',
      messages: { answer: to('components', 'messages', `${subject}.answer`) },
    },
  ],
];

/** The packets of Nest's NATS transport. */
export const queryMessages = ({ subject }: Query): [string, Message][] => [
  [
    `${subject}.question`,
    {
      name: `${subject}.question`,
      summary: 'The question.',
      contentType: 'application/json',
      payload: packet({
        pattern: { const: subject },
        id: { type: 'string' },
        data: to('components', 'schemas', `${subject}.question`),
      }),
    },
  ],
  [
    `${subject}.answer`,
    {
      name: `${subject}.answer`,
      summary: 'The answer.',
      contentType: 'application/json',
      payload: packet({ response: to('components', 'schemas', `${subject}.answer`) }),
    },
  ],
];

const packet = (properties: Named<JsonSchema>): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

export const answering = (query: Query): [string, Operation] => [
  `${serviceOf(query)}.answers.${query.subject}`,
  {
    action: 'receive',
    summary: 'Answers within a second, or not at all.',
    channel: to('channels', query.subject),
    messages: [to('channels', query.subject, 'messages', 'question')],
    tags: [{ name: serviceOf(query) }],
    reply: {
      channel: to('channels', `${query.subject}.answer`),
      messages: [to('channels', `${query.subject}.answer`, 'messages', 'answer')],
    },
  },
];
