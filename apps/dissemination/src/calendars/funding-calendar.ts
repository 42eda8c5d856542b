import ical, { ICalCalendarMethod } from 'ical-generator';
import { themes } from '#taxonomy';
import type { Entry } from '../catalogue/entry.ts';
import { attribution } from '../feeds/feed.ts';
import type { PublicOrigin } from '../public-origin.ts';

const day = new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' });

/** The last day to ask for public money, as whole days in Paris (RFC 5545). */
export const fundingCalendar = (origin: PublicOrigin, entries: readonly Entry[]): string => {
  const calendar = ical({
    name: 'Essaim : dates limites des financements',
    prodId: { company: 'Essaim', product: 'calendriers', language: 'FR' },
    method: ICalCalendarMethod.PUBLISH,
    url: origin.address('/feeds/funding.ics'),
    ttl: 3_600,
  });
  for (const { _id, v, stateAt, resource: announced } of entries) {
    const resource = origin.resource(announced);
    const funder = resource.funding ? `Financeur : ${resource.funding.funder}.` : null;
    calendar.createEvent({
      id: `urn:essaim:${_id}:closing`,
      start: new Date(`${day.format(new Date(resource.expiresAt as string))}T00:00:00Z`),
      allDay: true,
      stamp: stateAt,
      lastModified: stateAt,
      sequence: v,
      summary: `Date limite : ${resource.title}`,
      description: [resource.summary, ...(funder ? [funder] : []), attribution(resource)].join('\n'),
      url: resource.url,
      categories: resource.themes.map((id) => ({ name: themes.label(id) })),
    });
  }
  return calendar.toString();
};
