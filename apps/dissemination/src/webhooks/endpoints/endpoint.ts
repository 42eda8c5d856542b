import { z } from 'zod';
import { filter, line, type ResourceFilter } from '#contracts';
import type { Stored } from '#messaging';

/** What a receiver may ask for. `ping` comes to everyone. */
export const eventTypes = ['resource.published', 'resource.revised', 'ping'] as const;
export type EventType = (typeof eventTypes)[number];

export type EndpointStatus = 'unverified' | 'active' | 'paused' | 'disabled' | 'deleted';

/** An address of a network that events are posted to. */
export interface Endpoint extends Stored {
  readonly network: string;
  readonly url: string;
  readonly format: 'standard';
  readonly events: readonly EventType[];
  readonly filter: ResourceFilter;
  readonly description: string | null;
  /** The signing secret, sealed. */
  readonly secret: string;
  readonly status: EndpointStatus;
  /** Why it is disabled. */
  readonly reason: string | null;
  /** Which dispatcher serves it. */
  readonly partition: number;
  readonly createdAt: string;
}

/** How many dispatchers share the endpoints. Changing it moves endpoints: only while nothing runs. */
export const partitions = 4;

const later = 'Ce format n’est pas encore proposé : choisissez « standard ».';

const fields = {
  url: z.string().trim().min(1).max(2000),
  format: z
    .enum(['standard', 'slack', 'mattermost', 'rocketchat', 'discord', 'teams'])
    .default('standard')
    .check((context) => {
      if (context.value !== 'standard') {
        const params = { code: 'not-available', fr: later, en: 'This format is not offered yet: choose “standard”.' };
        context.issues.push({ code: 'custom', message: later, input: context.value, path: [], params });
      }
    }),
  events: z.array(z.enum(eventTypes)).min(1).max(eventTypes.length),
  filter: filter.default({}),
  description: line(200).nullish(),
};

export const newEndpoint = z.strictObject({
  ...fields,
  events: fields.events.default([...eventTypes]),
  /** Id of the network, when the key serves several. */
  network: line(80).optional(),
});
export type NewEndpoint = z.output<typeof newEndpoint>;

export const endpointEdits = z.strictObject({
  url: fields.url.optional(),
  events: fields.events.optional(),
  filter: filter.optional(),
  description: fields.description,
  /** `paused` keeps what comes for later; `active` resumes. */
  status: z.enum(['active', 'paused']).optional(),
});
export type EndpointEdits = z.output<typeof endpointEdits>;

/** An endpoint as its owner sees it. The secret is shown once, at creation. */
export const endpointView = (endpoint: Endpoint) => ({
  id: endpoint._id,
  url: endpoint.url,
  format: endpoint.format,
  events: endpoint.events,
  filter: endpoint.filter,
  description: endpoint.description,
  status: endpoint.status,
  reason: endpoint.reason,
  network: endpoint.network,
  createdAt: endpoint.createdAt,
});

/** Whether what comes for it is sent at once, kept for later, or not wanted. */
export const reception: Record<EndpointStatus, 'send' | 'hold' | 'skip'> = {
  active: 'send',
  unverified: 'hold',
  paused: 'hold',
  disabled: 'skip',
  deleted: 'skip',
};
