import type { Network } from '../networks/network.ts';
import type { Meeting } from './meeting.ts';

type Named = Pick<Network, '_id' | 'slug' | 'name'>;

/** A meeting as anybody may see it; whoever holds a key also has the link, the attendance and the minutes. */
export const meetingView = (meeting: Meeting, network: Named | undefined, withLink: boolean) => {
  const { _id, title, description, startsAt, endsAt, timeZone, place, territories, themes, isCancelled } = meeting;
  return {
    id: _id,
    network: network ? { id: network._id, slug: network.slug, name: network.name } : null,
    title,
    description,
    startsAt,
    endsAt,
    timeZone,
    place,
    territories,
    themes,
    isCancelled,
    isOnline: meeting.visioUrl !== null,
    ...(withLink ? { visioUrl: meeting.visioUrl, attendance: meeting.attendance, minutes: meeting.minutes } : {}),
  };
};
