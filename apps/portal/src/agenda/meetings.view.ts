import { counted, spaced } from '../pages/french.ts';
import type { Meeting } from './agenda.ts';
import { meetingView } from './agenda.view.ts';

/** A meeting, as the API tells it to whoever holds a token. */
export interface OwnMeeting extends Meeting {
  readonly visioUrl?: string | null;
  readonly attendance?: number | null;
  readonly minutes?: string | null;
}

/** Those to come, the next first; then those that were, the last first. Without a path nobody may change them here. */
export const meetingGroups = (meetings: readonly OwnMeeting[], path: string | null, now: Date) => {
  const sorted = meetings.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  const isOver = ({ startsAt, endsAt }: OwnMeeting) => new Date(endsAt ?? startsAt) < now;
  const line = (meeting: OwnMeeting) => ({
    ...meetingView(meeting),
    path: path && `${path}/${encodeURIComponent(meeting.id)}`,
    visioUrl: isOver(meeting) || meeting.isCancelled ? null : meeting.visioUrl,
    attendance: typeof meeting.attendance === 'number' ? counted(meeting.attendance, 'personne', 'personnes') : null,
    minutes: meeting.minutes ? spaced(meeting.minutes).split(/\n+/) : null,
  });
  return [
    { heading: 'À venir', meetings: sorted.filter((meeting) => !isOver(meeting)).map(line) },
    { heading: 'Passées', meetings: sorted.filter(isOver).toReversed().map(line) },
  ].filter((group) => group.meetings.length > 0);
};
