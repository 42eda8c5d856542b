import type { PublicResource } from '#contracts';
import { frenchList } from '#taxonomy';
import { frenchDate, spaced } from '../pages/french.ts';
import { pathOf } from '../resources/resource.view.ts';
import type { Meeting } from './agenda.ts';

const noBreak = '\u00a0';

/** « mardi 1er décembre 2026 à 14 h 30 », where the meeting is held. */
export const momentInWords = (iso: string, timeZone: string): string => {
  const day = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone }).format(new Date(iso));
  const [hours = '', minutes = ''] = new Intl.DateTimeFormat('fr-FR', {
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
  })
    .format(new Date(iso))
    .split(':');
  const hour = `${Number(hours)}${noBreak}h${minutes === '00' ? '' : `${noBreak}${minutes}`}`;
  return `${day.replace(/\b1 /, `1er `)} à ${hour}`;
};

export const meetingView = ({
  title,
  startsAt,
  timeZone,
  place,
  territories,
  isCancelled,
  isOnline,
  network,
  description,
}: Meeting) => ({
  title: spaced(title),
  description: description && spaced(description),
  startsAt,
  when: momentInWords(startsAt, timeZone),
  where: place ?? (isOnline ? 'En ligne : le lien est donné aux réseaux' : frenchList(territories)),
  network: network?.name,
  networkPath: network && `/reseaux/${encodeURIComponent(network.slug)}`,
  isCancelled,
});

export const deadlineView = ({ id, title, network, expiresAt }: PublicResource) => ({
  path: pathOf(id),
  title: spaced(title),
  network: network.name,
  closesAt: expiresAt,
  when: expiresAt && frenchDate(expiresAt),
});
