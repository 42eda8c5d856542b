import type { AnnouncedResource, PublicResource } from '#contracts';
import type { Entry } from '../../catalogue/entry.ts';
import type { PublicOrigin } from '../../public-origin.ts';
import type { EventType } from '../events/event-types.ts';
import type { Outgoing } from '../events/outgoing.ts';

/** What somebody was told last of a resource; its words may be kept no more. */
export type LastTold = Pick<PublicResource, 'status' | 'version' | 'label'> | null;

/** What a resource became since somebody was told of it, while nothing was planned for them: its present state, and why. */
export const became = ({ v, stateAt, resource }: Entry, told: LastTold, origin: PublicOrigin): Outgoing[] =>
  typesOf(resource, told).map((type) => ({
    // One for all endpoints: the payload is kept once.
    cause: `past-${resource.id}-${v}-${type.replace('resource.', '')}`,
    type,
    occurredAt: stateAt.toISOString(),
    about: resource.id,
    version: resource.version,
    title: resource.title,
    data: { ...origin.resource(resource), ...(hasReason.has(type) ? { reason: resource.statusReason ?? null } : {}) },
    isSequel: true,
    isPast: true,
    network: null,
    concerns: () => true,
  }));

const typesOf = (now: AnnouncedResource, told: LastTold): EventType[] => {
  const isRevised = told !== null && now.version > told.version && now.status !== 'withdrawn';
  const isRelabelled = told !== null && now.label !== told.label && now.status !== 'withdrawn';
  return [
    ...(isRevised ? ['resource.revised' as const] : []),
    ...(isRelabelled
      ? [now.label === 'reference' ? ('resource.labelled' as const) : ('resource.unlabelled' as const)]
      : []),
    ...(now.status === told?.status ? [] : statusTypes(now, told)),
  ];
};

/** Of a resource whose last words are kept no more, only what takes it back is sure. */
const statusTypes = ({ status }: AnnouncedResource, told: LastTold): EventType[] => {
  if (status !== 'published') return [`resource.${status}`];
  if (told?.status === 'suspended') return ['resource.restored'];
  return told?.status === 'flagged' ? ['resource.confirmed'] : [];
};

const hasReason: ReadonlySet<EventType> = new Set(['resource.flagged', 'resource.suspended', 'resource.withdrawn']);
