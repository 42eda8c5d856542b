import { bodySchema, exampleBody } from '../../apps/dissemination/src/webhooks/events/event-schemas.ts';
import {
  type EventType,
  eventTypeNames,
  eventTypes,
} from '../../apps/dissemination/src/webhooks/events/event-types.ts';
import { type AsyncApiDocument, type Channel, type Message, type Operation, to } from './asyncapi.types.ts';
import { jsonSchemas } from './schemas.ts';

/** What networks receive: the bodies of the standard format. */
export const webhooksDocument = (): AsyncApiDocument => ({
  asyncapi: '3.0.0',
  info,
  defaultContentType: 'application/json',
  servers: {
    receiver: {
      host: 'outil.reseau.example',
      protocol: 'https',
      description: 'The address that a network registered. Redirects are not followed.',
    },
  },
  channels: Object.fromEntries(eventTypeNames.map(channel)),
  operations: Object.fromEntries(eventTypeNames.map(operation)),
  components: {
    securitySchemes: {},
    messages: Object.fromEntries(eventTypeNames.map(message)),
    schemas: { headers, ...jsonSchemas(Object.fromEntries(eventTypeNames.map((type) => [type, bodySchema(type)]))) },
  },
});

const info = {
  title: 'Essaim: webhooks',
  version: '1',
  description: [
    'What Essaim posts to the tools of networks. Written by docs/generate/asyncapi.ts from the code that sends it.',
    'Delivered at least once: drop what has a `webhook-id` that you know. Fields are added over time: ignore those that you do not know.',
    'How to verify a signature, and recipes: docs/guides/webhooks.md. Descriptions are in French, as `GET /api/v1/event-types` answers them.',
  ].join('\n\n'),
  license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
};

const headers = {
  type: 'object',
  description: 'Standard Webhooks 1.0.',
  required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  properties: {
    'webhook-id': { type: 'string', description: 'The same at every attempt.' },
    'webhook-timestamp': { type: 'string', pattern: '^\\d+$', description: 'Seconds since 1970, of this attempt.' },
    'webhook-signature': {
      type: 'string',
      description: 'Parted by spaces: `v1,` (HMAC-SHA256) for each live secret, `v1a,` (Ed25519) where asked for.',
    },
  },
};

const channel = (type: EventType): [string, Channel] => [
  type,
  {
    address: '/',
    description: eventTypes[type].description,
    messages: { [type]: to('components', 'messages', type) },
  },
];

const operation = (type: EventType): [string, Operation] => [
  `posts.${type}`,
  {
    action: 'send',
    summary: eventTypes[type].description,
    channel: to('channels', type),
    messages: [to('channels', type, 'messages', type)],
    tags: [{ name: eventTypes[type].audience }],
  },
];

const message = (type: EventType): [string, Message] => [
  type,
  {
    name: type,
    summary: eventTypes[type].heading,
    contentType: 'application/json',
    headers: to('components', 'schemas', 'headers'),
    payload: to('components', 'schemas', type),
    examples: [{ payload: exampleBody(type) }],
  },
];
