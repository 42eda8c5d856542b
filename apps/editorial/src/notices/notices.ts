import { type Announcement, announce, editorialNoticeRequested, type NoticeKind } from '#contracts';

export type Facts = Readonly<Record<string, string | number | string[] | null>>;
type Urgency = 'now' | 'digest';

/** Asks that the people who answer for a network be told. */
export const toNetwork = (
  networkId: string,
  kind: NoticeKind,
  facts: Facts,
  urgency: Urgency = 'digest',
): Announcement => announce(editorialNoticeRequested, { networkId, kind, urgency, facts });

/** Asks that somebody be told. */
export const toPerson = (personId: string, kind: NoticeKind, facts: Facts, urgency: Urgency = 'digest'): Announcement =>
  announce(editorialNoticeRequested, { personId, kind, urgency, facts });

/** Asks that several be told the same, each once. */
export const toPeople = (people: Iterable<string>, kind: NoticeKind, facts: Facts, urgency?: Urgency): Announcement[] =>
  [...new Set(people)].map((person) => toPerson(person, kind, facts, urgency));
