import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { z } from 'zod';
import { filter, type ResourceFilter } from '#contracts';
import { leavesOf, territoryName } from '#taxonomy';
import type { PublicOrigin } from '../public-origin.ts';
import type { Meeting } from './meeting.repository.ts';

/** What a meeting can be filtered by: it has no family, and no verdict. */
const names = ['territory', 'theme', 'network'] as const;
export const meetingFilter = z
  .record(z.string(), z.unknown())
  .superRefine((given, context) => {
    for (const name of Object.keys(given)) {
      if ((names as readonly string[]).includes(name)) continue;
      context.addIssue({
        code: 'custom',
        message: `Les réunions se filtrent par ${names.join(', ')}.`,
        path: [name],
        params: {
          code: 'unknown-field',
          fr: `Les réunions se filtrent par ${names.join(', ')}, pas par « ${name} ».`,
          en: `Meetings are filtered by ${names.join(', ')}, not by “${name}”.`,
        },
      });
    }
  })
  .pipe(filter);

export const meets = ({ territory, theme, network }: ResourceFilter, meeting: Meeting): boolean => {
  const sought = territory && leavesOf(territory);
  return (
    (!sought || [...leavesOf(meeting.territories)].some((leaf) => sought.has(leaf))) &&
    (!theme || theme.some((each) => meeting.themes.includes(each))) &&
    (!network || network.some((each) => each === meeting.network.networkId || each === meeting.network.slug))
  );
};

/** Meetings as iCalendar (RFC 5545). The address of a video call is only for those who hold a key. */
export const meetingsCalendar = (origin: PublicOrigin, meetings: readonly Meeting[], withVisio: boolean): string => {
  const calendar = ical({
    name: 'Essaim : réunions de collecte',
    prodId: { company: 'Essaim', product: 'calendriers', language: 'FR' },
    method: ICalCalendarMethod.PUBLISH,
    url: origin.address('/feeds/meetings.ics'),
    ttl: 3_600,
  });
  for (const meeting of meetings) {
    const visio = withVisio ? meeting.visioUrl : null;
    calendar.createEvent({
      id: `urn:essaim:meeting:${meeting._id}`,
      start: new Date(meeting.startsAt),
      end: new Date(meeting.endsAt),
      stamp: meeting.changedAt,
      lastModified: meeting.changedAt,
      sequence: meeting.v,
      status: meeting.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      summary: meeting.isCancelled ? `Annulée : ${meeting.title}` : meeting.title,
      description: [
        ...(meeting.description ? [meeting.description] : []),
        `Organisée par ${meeting.network.name}.`,
        ...(meeting.territories.length ? [`Territoires : ${meeting.territories.map(territoryName).join(', ')}.`] : []),
        ...(visio ? [`Visioconférence : ${visio}`] : []),
      ].join('\n'),
      ...(meeting.place ? { location: meeting.place } : {}),
      ...(visio ? { url: visio } : {}),
      categories: meeting.themes.map((name) => ({ name })),
    });
  }
  return calendar.toString();
};
