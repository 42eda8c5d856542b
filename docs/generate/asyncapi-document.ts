import { allEvents, services } from '#contracts';
import { needsOf } from '../../deploy/nats/code-needs.ts';
import { type AsyncApiDocument, to } from './asyncapi.types.ts';
import { announcing, eventChannel, eventMessage, hearing } from './event-parts.ts';
import { answering, everyQuery, queryChannels, queryMessages } from './query-parts.ts';
import { jsonSchemas } from './schemas.ts';

/** Everything that travels between services, from the contracts and the reactions in the code. */
export const asyncApiDocument = (): AsyncApiDocument => {
  const events = [...allEvents()].sort((a, b) => (a.type < b.type ? -1 : 1));
  const queries = everyQuery();
  const payloads = {
    ...Object.fromEntries(events.map(({ type, schema }) => [type, schema])),
    ...Object.fromEntries(
      queries.flatMap((query) => [
        [`${query.subject}.question`, query.question],
        [`${query.subject}.answer`, query.answer],
      ]),
    ),
  };
  return {
    asyncapi: '3.0.0',
    info,
    defaultContentType: 'application/json',
    servers: { nats },
    channels: Object.fromEntries([...events.map(eventChannel), ...queries.flatMap(queryChannels)]),
    operations: Object.fromEntries([
      ...events.map(announcing),
      ...services.flatMap((service) =>
        needsOf(service).reactions.flatMap(({ durable, contracts }) =>
          contracts.map((contract) => hearing(service, durable, contract)),
        ),
      ),
      ...queries.map(answering),
    ]),
    components: {
      securitySchemes: { user: { type: 'userPassword', description: 'A user of deploy/nats/nats.conf.' } },
      messages: Object.fromEntries([...events.map(eventMessage), ...queries.flatMap(queryMessages)]),
      schemas: { cloudEvent, ...jsonSchemas(payloads) },
    },
  };
};

const info = {
  title: 'Essaim: events',
  version: '1',
  description: [
    'What the services of Essaim tell one another over NATS. Written by docs/generate/asyncapi.ts from libs/contracts.',
    'Events are CloudEvents 1.0 in binary mode, kept by JetStream in one stream for each announcing service, delivered at least once and in any order.',
    'An event only ever gains optional fields: readers ignore those that they do not know. Anything else is a new version of the subject.',
  ].join('\n\n'),
  license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
};

const nats = {
  host: 'nats.example:4222',
  protocol: 'nats',
  description: 'The NATS of an installation, with JetStream.',
  security: [to('components', 'securitySchemes', 'user')],
};

const cloudEvent = {
  type: 'object',
  description: 'CloudEvents 1.0, NATS protocol binding, binary mode.',
  required: ['ce-specversion', 'ce-id', 'ce-source', 'ce-type', 'ce-subject', 'ce-time', 'ce-aggregateversion'],
  properties: {
    'ce-specversion': { const: '1.0' },
    'ce-id': { type: 'string', description: 'Unique for ever; also the JetStream message id.' },
    'ce-source': { type: 'string', description: 'The announcing service.', examples: ['/essaim/editorial'] },
    'ce-type': { type: 'string', description: 'The subject.' },
    'ce-subject': { type: 'string', description: 'The aggregate that it happened to.' },
    'ce-time': { type: 'string', format: 'date-time' },
    'ce-aggregateversion': {
      type: 'string',
      pattern: '^\\d+$',
      description: 'Counts the writes of that aggregate: a read model keeps the highest it has seen.',
    },
    'ce-reannounced': {
      const: 'true',
      description: 'Told again for read models that were lost: nobody is to be sent anything for it.',
    },
    'content-type': { const: 'application/json' },
    traceparent: { type: 'string', description: 'W3C Trace Context of the request that caused it.' },
  },
};
