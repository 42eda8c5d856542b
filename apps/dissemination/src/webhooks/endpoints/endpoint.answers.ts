import { z } from 'zod';
import { filter } from '#contracts';
import { eventTypeNames } from '../events/event-types.ts';
import { endpointFormat } from './endpoint-format.ts';
import { rhythm } from './rhythm.ts';

/** What the routes of endpoints answer, for the OpenAPI document; tests hold the answers against it. */
const moment = z.iso.datetime();
const said = (text: string) => ({ description: text });

const links = z.strictObject({
  self: z.string(),
  replay: z.string().meta(said('POST: fills it with what is public already, or recovers what it missed')),
  test: z.string().meta(said('POST: a ping, or an example of an event type')),
  deliveries: z.string().meta(said('GET: what was sent, and what it answered')),
  events: z.string().meta(said('GET ?after=<sequence>: what it missed, in order')),
});

const secretFacts = z.strictObject({
  createdAt: moment,
  validUntil: moment.nullable().meta(said('null: the present secret')),
});

const endpointAnswer = z.strictObject({
  id: z.string(),
  url: z.string().meta(said('Of a chat, its beginning and end: the address is a secret')),
  format: endpointFormat,
  events: z.array(z.enum(eventTypeNames)),
  filter,
  description: z.string().nullable(),
  headers: z.record(z.string(), z.string()).meta(said('The values are never shown')),
  signatures: z.array(z.enum(['v1', 'v1a'])).meta(said('None for a chat')),
  rhythm,
  ratePerSecond: z.number().nullable(),
  timeoutSeconds: z.number().int(),
  secrets: z.array(secretFacts).meta(said('Those that sign, the newest first; none for a chat')),
  status: z
    .enum(['unverified', 'active', 'paused', 'disabled', 'deleted'])
    .meta(said('unverified: nothing but a ping is sent until one is answered by a 2xx')),
  reason: z.string().nullable().meta(said('Why it is disabled')),
  network: z.string(),
  replay: z
    .strictObject({ since: moment, what: z.enum(['missed', 'all']) })
    .nullable()
    .meta(said('A replay that is under way')),
  createdAt: moment,
  links,
});

const warnings = z
  .array(z.strictObject({ code: z.enum(['same-address', 'looks-like-chat']), pointer: z.string(), detail: z.string() }))
  .meta(said('What may well be meant, and is worth a look'));

export const createdAnswer = endpointAnswer.extend({
  secret: z.string().optional().meta(said('whsec_…, shown this once; none for a chat')),
  warnings,
});

export const editedAnswer = endpointAnswer.extend({ warnings });

export const shownAnswer = endpointAnswer.extend({
  health: z.strictObject({
    failingSince: moment.nullable(),
    failures: z.number().int().meta(said('In a row; pings count as long as the address has not answered')),
    lastError: z.string().nullable(),
    restsUntil: moment.nullable().meta(said('Until then nothing is sent: it failed too often, or asked for patience')),
  }),
});

export const rotationAnswer = z.strictObject({ secret: z.string(), previousValidUntil: moment });

/** What was asked for is on its way. */
export const queuedAnswer = z.strictObject({ delivery: z.string().meta(said('Its webhook-id')) });

export const keysAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      algorithm: z.literal('ed25519'),
      use: z.literal('v1a'),
      publicKey: z.string().meta(said('whpk_…')),
      createdAt: moment,
    }),
  ),
  total: z.number().int(),
  next: z.null(),
});

export const listOf = (item: z.ZodType) =>
  z.strictObject({
    items: z.array(item),
    total: z.number().int(),
    next: z.string().nullable().meta(said('The address of the next page; null after the last one')),
  });
