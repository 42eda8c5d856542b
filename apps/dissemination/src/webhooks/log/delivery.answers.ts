import { z } from 'zod';
import { listOf } from '../endpoints/endpoint.answers.ts';
import { eventTypeNames } from '../events/event-types.ts';

/** What the routes of deliveries answer, for the OpenAPI document; tests hold the answers against it. */
const moment = z.iso.datetime();
const said = (text: string) => ({ description: text });

const attempt = z.strictObject({
  at: moment,
  status: z.number().int().nullable().meta(said('null: it did not answer')),
  latencyMs: z.number(),
  answer: z.string().nullable().meta(said('The beginning of what it answered')),
  error: z.string().nullable().meta(said('Why there was no answer: timeout, connection, dns, tls…')),
  manual: z.boolean().meta(said('Asked for by hand')),
});

export const deliveriesAnswer = listOf(
  z.strictObject({
    id: z.string().meta(said('The webhook-id, the same at each attempt')),
    type: z.enum(eventTypeNames),
    title: z.string().nullable(),
    sequence: z.number().int().nullable().meta(said('null for a ping or a test')),
    status: z.enum(['pending', 'held', 'sent', 'failed', 'cancelled']),
    attempts: z.number().int().meta(said('In all, those asked for by hand included')),
    log: z.array(attempt).meta(said('The last twenty attempts')),
    nextAttemptAt: moment.nullable(),
    createdAt: moment,
    resource: z.strictObject({ id: z.string(), version: z.number().int().nullable() }).nullable(),
  }),
);

export const eventsAnswer = listOf(
  z.strictObject({
    id: z.string().meta(said('The webhook-id that it is posted with')),
    type: z.enum(eventTypeNames),
    timestamp: moment,
    sequence: z.number().int(),
    data: z.record(z.string(), z.unknown()).meta(said('Its schema: GET /api/v1/event-types')),
  }),
);

export const replayAnswer = z.strictObject({ since: moment, what: z.enum(['missed', 'all']) });

export const eventTypesAnswer = listOf(
  z.strictObject({
    type: z.enum(eventTypeNames),
    version: z.number().int(),
    audience: z.enum(['everyone', 'producer']).meta(said('producer: to the network that produced the thing, alone')),
    heading: z.string(),
    description: z.string(),
    schema: z.record(z.string(), z.unknown()).meta(said('JSON Schema of the whole body')),
    example: z.record(z.string(), z.unknown()),
  }),
);
