import { z } from 'zod';
import { filter, line, type ResourceFilter } from '#contracts';
import type { Stored } from '#messaging';
import type { StoredIdempotency } from '#persistence';
import { type EventType, eventTypeNames, usualEvents } from '../events/event-types.ts';
import { chatPaceMs, type EndpointFormat, endpointFormat, isChat } from './endpoint-format.ts';
import { givenHeaders } from './given-headers.ts';
import { type Rhythm, rhythm } from './rhythm.ts';

export type EndpointStatus = 'unverified' | 'active' | 'paused' | 'disabled' | 'deleted';

/** A signing secret, sealed. Without an end it is the present one. */
export interface SigningSecret {
  readonly sealed: string;
  readonly createdAt: string;
  readonly validUntil: string | null;
}

/** What its owner asked to be sent again. Done by whoever holds the partition, for it alone gives numbers. */
export interface WantedReplay {
  readonly since: string;
  readonly what: 'missed' | 'all';
  readonly askedAt: string;
}

/** An address of a network that events are posted to. */
export interface Endpoint extends Stored {
  readonly network: string;
  /** As its owner sees it: the address of a chat is a secret, and only its beginning and end are here. */
  readonly url: string;
  /** The whole address of a chat, sealed. */
  readonly sealedUrl: string | null;
  readonly format: EndpointFormat;
  readonly events: readonly EventType[];
  readonly filter: ResourceFilter;
  readonly description: string | null;
  /** Headers that its owner wants on each post, as JSON, sealed; their names are no secret. */
  readonly sealedHeaders: string | null;
  readonly headerNames: readonly string[];
  /** The newest first, two at most. */
  readonly secrets: readonly SigningSecret[];
  /** Of no meaning to a chat. */
  readonly signatures: readonly ('v1' | 'v1a')[];
  readonly rhythm: Rhythm;
  /** Posts a second, at most; null for as fast as it goes. */
  readonly ratePerSecond: number | null;
  readonly timeoutSeconds: number;
  readonly status: EndpointStatus;
  /** Why it is disabled. */
  readonly reason: string | null;
  /** Which dispatcher serves it. */
  readonly partition: number;
  /** Counts the addresses it had: each answers a ping before anything else comes. */
  readonly addresses: number;
  /** Which of them answered last; unknown of one from before this was kept. */
  readonly verifiedAddress?: number | undefined;
  readonly replay: WantedReplay | null;
  /** The last answer to a rotation, sealed, for a repeat of the request. */
  readonly lastRotation?: StoredIdempotency<string> | undefined;
  readonly createdAt: string;
}

/** How many dispatchers share the endpoints. Changing it moves endpoints: only while nothing runs. */
export const partitions = 4;

const fields = {
  url: z.string().trim().min(1).max(2000),
  events: z.array(z.enum(eventTypeNames)).min(1).max(eventTypeNames.length),
  description: line(200).nullish(),
  headers: givenHeaders,
  signatures: z
    .array(z.enum(['v1', 'v1a']))
    .min(1)
    .max(2),
  rhythm,
  ratePerSecond: z.number().min(0.1).max(100).nullish(),
  timeoutSeconds: z.number().int().min(5).max(30),
};

export const newEndpoint = z.strictObject({
  ...fields,
  format: endpointFormat.default('standard'),
  events: fields.events.default([...usualEvents]),
  filter: filter.default({}),
  headers: fields.headers.optional(),
  signatures: fields.signatures.default(['v1']),
  rhythm: rhythm.default({ every: 'event' }),
  timeoutSeconds: fields.timeoutSeconds.default(15),
  /** Id of the network, when the key serves several. */
  network: line(80).optional(),
});
export type NewEndpoint = z.output<typeof newEndpoint>;

export const endpointEdits = z.strictObject({
  ...z.strictObject(fields).partial().shape,
  filter: filter.optional(),
  headers: fields.headers.nullish(),
  /** `paused` keeps what comes for later; `active` resumes. */
  status: z.enum(['active', 'paused']).optional(),
});
export type EndpointEdits = z.output<typeof endpointEdits>;

/** An endpoint as its owner sees it. A secret is shown once, when it is made. */
export const endpointView = (endpoint: Endpoint) => ({
  id: endpoint._id,
  url: endpoint.url,
  format: endpoint.format,
  events: endpoint.events,
  filter: endpoint.filter,
  description: endpoint.description,
  headers: Object.fromEntries(endpoint.headerNames.map((name) => [name, '••••••••'])),
  signatures: isChat(endpoint.format) ? [] : endpoint.signatures,
  rhythm: endpoint.rhythm,
  ratePerSecond: endpoint.ratePerSecond,
  timeoutSeconds: endpoint.timeoutSeconds,
  secrets: isChat(endpoint.format)
    ? []
    : endpoint.secrets.map(({ createdAt, validUntil }) => ({ createdAt, validUntil })),
  status: endpoint.status,
  reason: endpoint.reason,
  network: endpoint.network,
  replay: endpoint.replay && { since: endpoint.replay.since, what: endpoint.replay.what },
  createdAt: endpoint.createdAt,
  links: linksOf(endpoint._id),
});

/** What comes next: POST to `replay` fills or recovers, POST to `test` sends an example, GET of the others reads. */
const linksOf = (id: string) => {
  const self = `/api/v1/webhook-endpoints/${id}`;
  const to = (what: string) => `${self}/${what}`;
  return { self, replay: to('replay'), test: to('test'), deliveries: to('deliveries'), events: to('events') };
};

/** Whether what comes for it is sent at once, kept for later, or not wanted. */
export const reception: Record<EndpointStatus, 'send' | 'hold' | 'skip'> = {
  active: 'send',
  unverified: 'hold',
  paused: 'hold',
  disabled: 'skip',
  deleted: 'skip',
};

/** Milliseconds from one post to the next at least: what its owner asked for, and what its chat takes. 0 for none. */
export const paceMs = ({ format, ratePerSecond }: Pick<Endpoint, 'format' | 'ratePerSecond'>): number =>
  Math.max(isChat(format) ? chatPaceMs[format] : 0, ratePerSecond ? 1_000 / ratePerSecond : 0);

/** Why the ping of its present address is sent. Another address is asked again. */
export const pingCause = ({ _id, addresses }: Pick<Endpoint, '_id' | 'addresses'>): string =>
  addresses > 1 ? `ping-${_id}-${addresses}` : `ping-${_id}`;
