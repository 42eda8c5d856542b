import {
  type AnnouncedResource,
  type caseChangesRequested,
  type caseDeclined,
  type contributionEndorsed,
  type contributionReturned,
  type editorialNoticeRequested,
  type issueSent,
  matches,
  type meetingScheduled,
  type ResourceFilter,
  resourceCreditRemoved,
  type resourceEvents,
  type resourcePublished,
  type resourceRevised,
} from '#contracts';
import type { AnnouncedAs } from '#messaging';
import type { PublicOrigin } from '../../public-origin.ts';
import { type ContributionData, feedbackFacts } from './event-data.ts';
import type { EventType } from './event-types.ts';
import { meetingConcerns } from './meeting-filter.ts';

type ResourceEvent = AnnouncedAs<(typeof resourceEvents)[number]>;
type CaseEvent = AnnouncedAs<typeof caseChangesRequested | typeof caseDeclined>;

/** Everything that a dispatcher hears. */
export type WebhookEvent =
  | ResourceEvent
  | CaseEvent
  | AnnouncedAs<typeof meetingScheduled>
  | AnnouncedAs<typeof issueSent>
  | AnnouncedAs<typeof contributionEndorsed>
  | AnnouncedAs<typeof contributionReturned>
  | AnnouncedAs<typeof editorialNoticeRequested>;

/** Who produced a contribution, and what it is called. */
export interface Producer {
  readonly network: string;
  readonly title: string | null;
}

/** Something to be told to whoever wants it. */
export interface Outgoing {
  /** The event's id; with a word before it for what the producer alone is told, since an event can be told both ways. */
  readonly cause: string;
  readonly type: EventType;
  readonly occurredAt: string;
  /** Id of the resource, of the meeting, of the contribution. */
  readonly about: string;
  /** Null where nobody says. */
  readonly version: number | null;
  readonly title: string;
  readonly data: unknown;
  /** Whoever was told of it before hears of this too, whatever their filter says now. */
  readonly isSequel: boolean;
  /** A name was taken off: what said it before is sent to nobody any more. */
  readonly removesName?: boolean;
  /** Of the time before its receiver was there, asked for since. */
  readonly isPast?: boolean;
  /** The one network that may hear of it; null for everybody. */
  readonly network: string | null;
  readonly concerns: (filter: ResourceFilter) => boolean;
}

/** What an event is told as. An event told again for read models that were lost is told to nobody. */
export const outgoingOf = (event: WebhookEvent, origin: PublicOrigin, producer: Producer | null): Outgoing[] => {
  if (event.reannounced) return [];
  switch (event.type) {
    case 'submission.meeting.scheduled.v1':
      return [ofMeeting(event)];
    case 'dissemination.issue.sent.v1':
      return [ofIssue(event, origin)];
    case 'submission.contribution.endorsed.v1':
      return [ofEndorsement(event)];
    case 'submission.contribution.returned.v1':
      return [ofReturn(event)];
    case 'editorial.notice.requested.v1':
      return ofNotice(event);
    case 'editorial.case.changes-requested.v1':
    case 'editorial.case.declined.v1':
      return producer ? [ofCase(event, producer)] : [];
    case 'editorial.resource.published.v1':
    case 'editorial.resource.revised.v1':
      return [ofResource(event, origin), ofPublication(event, origin)];
    default:
      return [ofResource(event, origin)];
  }
};

/** Which events need to know who produced the contribution. */
export const contributionOf = (event: WebhookEvent): string | null =>
  event.type === 'editorial.case.changes-requested.v1' || event.type === 'editorial.case.declined.v1'
    ? event.data.contributionId
    : null;

const resourceTypes: Record<ResourceEvent['type'], EventType> = {
  'editorial.resource.published.v1': 'resource.published',
  'editorial.resource.revised.v1': 'resource.revised',
  'editorial.resource.flagged.v1': 'resource.flagged',
  'editorial.resource.confirmed.v1': 'resource.confirmed',
  // The same version, without a name: whoever keeps a copy replaces it.
  'editorial.resource.credit-removed.v1': 'resource.revised',
  'editorial.resource.suspended.v1': 'resource.suspended',
  'editorial.resource.restored.v1': 'resource.restored',
  'editorial.resource.expired.v1': 'resource.expired',
  'editorial.resource.labelled.v1': 'resource.labelled',
  'editorial.resource.unlabelled.v1': 'resource.unlabelled',
  'editorial.resource.adopted.v1': 'resource.adopted',
  'editorial.resource.withdrawn.v1': 'resource.withdrawn',
};

const ofResource = (event: ResourceEvent, origin: PublicOrigin): Outgoing => {
  const { resource, previous } = event.data;
  return {
    cause: event.id,
    type: resourceTypes[event.type],
    occurredAt: event.occurredAt,
    about: resource.id,
    version: resource.version,
    title: resource.title,
    data: { ...origin.resource(resource), ...saidBeside(event) },
    isSequel: previous !== null,
    ...(event.type === resourceCreditRemoved.type ? { removesName: true } : {}),
    network: null,
    concerns: (filter) => concerns(filter, resource, previous),
  };
};

const saidBeside = ({ data }: ResourceEvent): object => {
  if ('adoption' in data) return { adoption: data.adoption };
  return 'reason' in data ? { reason: data.reason } : {};
};

/** On the state before or after, so that leaving a filter is never silent. */
const concerns = (filter: ResourceFilter, resource: AnnouncedResource, previous: AnnouncedResource | null): boolean =>
  matches(filter, resource) || (previous !== null && matches(filter, previous));

const ofMeeting = ({ id, occurredAt, data, aggregateVersion }: AnnouncedAs<typeof meetingScheduled>): Outgoing => {
  const { meetingId, ...meeting } = data;
  return {
    cause: id,
    type: 'meeting.scheduled',
    occurredAt,
    about: meetingId,
    version: aggregateVersion,
    title: meeting.title,
    data: { id: meetingId, ...meeting },
    // Moved or cancelled: whoever had it in their calendar hears.
    isSequel: true,
    network: null,
    concerns: (filter) => meetingConcerns(filter, data),
  };
};

const ofIssue = ({ id, occurredAt, data }: AnnouncedAs<typeof issueSent>, origin: PublicOrigin): Outgoing => {
  const { issueId, path, ...issue } = data;
  return {
    cause: id,
    type: 'newsletter.issued',
    occurredAt,
    about: issueId,
    version: 1,
    title: issue.title,
    data: { id: issueId, url: origin.address(path), ...issue },
    isSequel: false,
    network: null,
    // A filter is about resources; an issue has its own readers.
    concerns: () => true,
  };
};

type Told = Pick<ContributionData, 'id' | 'title' | 'network'> & {
  readonly version: number | null;
  readonly [more: string]: unknown;
};

/** Told to the producing network alone, whatever its filter. */
const toProducer = (event: Pick<WebhookEvent, 'id' | 'occurredAt'>, type: EventType, data: Told): Outgoing => ({
  cause: `own-${event.id}`,
  type,
  occurredAt: event.occurredAt,
  about: data.id,
  version: data.version,
  title: data.title ?? '',
  data,
  isSequel: false,
  network: data.network,
  concerns: () => true,
});

const ofEndorsement = (event: AnnouncedAs<typeof contributionEndorsed>): Outgoing => {
  const { contributionId: id, version, network, content } = event.data;
  const step: ContributionData = {
    id,
    version,
    title: content.title,
    network: network.networkId,
    reasons: [],
    url: null,
  };
  return toProducer(event, 'contribution.endorsed', step);
};

const ofReturn = (event: AnnouncedAs<typeof contributionReturned>): Outgoing => {
  const { contributionId: id, networkId: network, version, title, reasons } = event.data;
  const step = { id, version: Math.max(1, version), title, network, reasons, url: null };
  return toProducer(event, 'contribution.returned', step);
};

/** Of what a network is to be told, the part that has a type of its own here. The rest comes as the events themselves. */
const ofNotice = (event: AnnouncedAs<typeof editorialNoticeRequested>): Outgoing[] => {
  const { kind, networkId, facts } = event.data;
  const said = feedbackFacts.safeParse(facts);
  if (kind !== 'resource.feedback_received' || !networkId || !said.success) return [];
  const data = { id: event.subject, network: networkId, version: null, ...said.data };
  return [{ ...toProducer(event, kind, data), about: said.data.resourceId }];
};

const ofCase = (event: CaseEvent, { network, title }: Producer): Outgoing => {
  const { contributionId: id, version, reasons } = event.data;
  const isDeclined = event.type === 'editorial.case.declined.v1';
  const type = isDeclined ? 'contribution.declined' : 'contribution.changes_requested';
  return toProducer(event, type, { id, version, title, network, reasons, url: null });
};

const ofPublication = (
  event: AnnouncedAs<typeof resourcePublished | typeof resourceRevised>,
  origin: PublicOrigin,
): Outgoing => {
  const { id, version, title, network } = event.data.resource;
  const { url } = origin.resource(event.data.resource);
  return toProducer(event, 'contribution.published', { id, version, title, network: network.id, reasons: [], url });
};
