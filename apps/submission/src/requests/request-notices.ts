import { type Announcement, announce, type NoticeKind, submissionNoticeRequested } from '#contracts';

/** Whom a notice names who asked for a network to join and has no account: their address is asked for when it is written. */
export const requesterOf = (request: string): string => `request:${request}`;

export const askedTold = (operators: readonly string[], requestId: string, name: string): Announcement[] =>
  operators.map((personId) => told(personId, 'network.asked', 'digest', { requestId, name }));

/** Who is accepted is invited instead. */
export const refusalTold = (requestId: string, name: string, reason: string): Announcement =>
  told(requesterOf(requestId), 'network.refused', 'now', { requestId, name, reason });

const told = (personId: string, kind: NoticeKind, urgency: 'now' | 'digest', facts: Record<string, string>) =>
  announce(submissionNoticeRequested, { personId, kind, urgency, facts });
