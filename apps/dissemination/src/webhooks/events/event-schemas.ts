import { z } from 'zod';
import { jsonSchemaOf } from '#platform';
import { exampleOf } from './event-examples.ts';
import { type EventType, eventTypeNames, eventTypes } from './event-types.ts';

/** The whole body of a delivery of one type. */
export const bodySchema = (type: EventType) =>
  z.object({
    type: z.literal(type),
    /** When it happened. */
    timestamp: z.iso.datetime(),
    /** Counts what the endpoint gets, from 1; 0 for a ping and for tests. */
    sequence: z.number().int().nonnegative(),
    data: eventTypes[type].data,
  });

export const exampleBody = (type: EventType) => ({
  type,
  timestamp: '2026-03-12T09:00:00.000Z',
  sequence: type === 'ping' ? 0 : 42,
  data: exampleOf(type),
});

/** The catalogue of what can be received, as `GET /api/v1/event-types` answers it. */
export const eventCatalogue = eventTypeNames.map((type) => {
  const { heading, description, version, audience } = eventTypes[type];
  const said = { type, version, audience, heading, description };
  return { ...said, schema: jsonSchemaOf(bodySchema(type)), example: exampleBody(type) };
});
