import {
  type AnnouncedResource,
  matches,
  type ResourceFilter,
  resourceConfirmed,
  resourceFlagged,
  resourceLabelled,
  resourcePublished,
  resourceRestored,
  resourceRevised,
  resourceSuspended,
  resourceUnlabelled,
  resourceWithdrawn,
} from '#contracts';
import type { AnnouncedAs } from '#messaging';
import { type TellingKind, tellKey } from '../mail-delivery.ts';

/** Something that became of a resource, to be told by mail. Its id is the event's. */
export interface Telling {
  readonly _id: string;
  readonly kind: TellingKind;
  readonly resourceId: string;
  readonly version: number;
  /** `tellKey`: told to each person once. */
  readonly key: string;
  readonly at: Date;
  /** When we kept it: digests take what was kept since the last one. */
  readonly heardAt: Date;
  readonly resource: AnnouncedResource;
  readonly previous: AnnouncedResource | null;
  /** One French sentence. */
  readonly reason: string | null;
}

export const kindOf = {
  [resourcePublished.type]: 'published',
  [resourceRevised.type]: 'revised',
  [resourceLabelled.type]: 'reference',
  [resourceUnlabelled.type]: 'unlabelled',
  [resourceFlagged.type]: 'flagged',
  [resourceConfirmed.type]: 'confirmed',
  [resourceSuspended.type]: 'suspended',
  [resourceRestored.type]: 'restored',
  [resourceWithdrawn.type]: 'withdrawn',
} as const satisfies Record<string, TellingKind>;

export type ToldEvent = AnnouncedAs<
  | typeof resourcePublished
  | typeof resourceRevised
  | typeof resourceLabelled
  | typeof resourceUnlabelled
  | typeof resourceFlagged
  | typeof resourceConfirmed
  | typeof resourceSuspended
  | typeof resourceRestored
  | typeof resourceWithdrawn
>;

export const tellingOf = ({ id, type, aggregateVersion, occurredAt, data }: ToldEvent, now: Date): Telling => {
  const { resource, previous } = data;
  const kind = kindOf[type];
  return {
    _id: id,
    kind,
    resourceId: resource.id,
    version: resource.version,
    key: tellKey(kind, resource.id, resource.version, aggregateVersion),
    at: new Date(occurredAt),
    heardAt: now,
    resource,
    previous,
    reason: 'reason' in data ? data.reason : null,
  };
};

/** Of use only to those who have the resource: to anybody else it is as if nothing had been. */
const sequels: readonly TellingKind[] = ['suspended', 'confirmed', 'restored'];

/**
 * Whether it is for somebody with that filter: on the state before or after, so that leaving a filter is never silent.
 * Whoever had an earlier version hears of what becomes of it, whatever their filter says now.
 *
 * @throws when the filter is one that cannot be read.
 */
export const concerns = (
  filter: ResourceFilter,
  hadIt: boolean,
  { kind, resource, previous }: Pick<Telling, 'kind' | 'resource' | 'previous'>,
): boolean =>
  hadIt || (!sequels.includes(kind) && (matches(filter, resource) || (previous !== null && matches(filter, previous))));
