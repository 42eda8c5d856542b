import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Session } from './session.ts';

/** Sessions for a calendar (RFC 5545); the address of the video call only for members. */
export const calendarOf = (sessions: readonly Session[], forMembers: boolean): string => {
  const calendar = ical({
    name: 'Essaim – séances des comités éditoriaux',
    prodId: { company: 'Essaim', product: 'Essaim', language: 'FR' },
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const { _id, v, title, startsAt, endsAt, place, visioUrl, status } of sessions) {
    calendar.createEvent({
      id: `session-${_id}@essaim`,
      sequence: v,
      start: new Date(startsAt),
      end: new Date(endsAt),
      summary: title,
      location: place,
      url: forMembers ? visioUrl : null,
      status: status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
};
