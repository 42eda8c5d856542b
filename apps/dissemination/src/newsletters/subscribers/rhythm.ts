import { Cron } from 'croner';
import { z } from 'zod';
import { issue, timeZones, weekdays } from '#contracts';

export const frequencies = ['immediate', 'daily', 'weekly', 'monthly'] as const;
export type Frequency = (typeof frequencies)[number];
export type GatheredFrequency = Exclude<Frequency, 'immediate'>;

const unknownZone = {
  code: 'unknown-time-zone',
  fr: 'Fuseau horaire inconnu : donnez un nom IANA, par exemple « Europe/Paris » ou « Indian/Reunion ».',
  en: 'Unknown time zone: give an IANA name, for example “Europe/Paris” or “Indian/Reunion”.',
};

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('fr', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
};

/** When a digest leaves, in the time zone of whoever reads it. */
export const moment = z.strictObject({
  /** A weekly one: 1 is Monday, 7 Sunday. A monthly one: the day of the month, which every month has. */
  day: z.number().int().min(1).max(28).default(1),
  hour: z.number().int().min(0).max(23).default(8),
  timeZone: z
    .string()
    .max(60)
    .default('Europe/Paris')
    .check(({ value, issues }) => {
      if (!isTimeZone(value)) issues.push(issue(unknownZone, value));
    }),
});
export type Moment = z.output<typeof moment>;

/** What a person chose: how often, and when. */
export interface Rhythm {
  readonly frequency: Frequency;
  readonly at: Moment;
}

const noSuchDay = {
  code: 'unknown-day',
  fr: 'Un jour de la semaine va de 1 (lundi) à 7 (dimanche).',
  en: 'A day of the week goes from 1 (Monday) to 7 (Sunday).',
};

/** A rhythm as it is asked for; a day that its week does not have is refused. */
export const rhythmFields = { frequency: z.enum(frequencies), at: moment.prefault({}) };
export const checkDay = ({ value, issues }: { value: Rhythm; issues: unknown[] }): void => {
  if (value.frequency === 'weekly' && value.at.day > 7) issues.push(issue(noSuchDay, value.at.day, ['at', 'day']));
};

const patterns: Readonly<Record<GatheredFrequency, (at: Moment) => string>> = {
  daily: ({ hour }) => `0 ${hour} * * *`,
  weekly: ({ hour, day }) => `0 ${hour} * * ${day}`,
  monthly: ({ hour, day }) => `0 ${hour} ${day} * *`,
};

/** When the next digest is due after a moment; null for mail that does not wait. Right when the clock changes, too. */
export const nextDigestAt = ({ frequency, at }: Rhythm, after: Date): Date | null =>
  frequency === 'immediate'
    ? null
    : new Cron(patterns[frequency](at), { timezone: at.timeZone }).nextRun(new Date(after.getTime()));

/** The day of a slot where its reader lives, `2026-10-25`: an hour that comes twice is one slot. */
export const slotDay = (slot: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(slot);

/** « La Réunion »; elsewhere the place that a time zone is called after. */
const placeOf = (timeZone: string): string =>
  timeZones.find(([zone]) => zone === timeZone)?.[1] ??
  timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');

/** « chaque lundi à 8 h », « le 1er de chaque mois à 8 h (heure locale : La Réunion) ». */
export const rhythmInWords = ({ frequency, at }: Rhythm): string => {
  if (frequency === 'immediate') return 'dès qu’il y a du nouveau';
  const days: Readonly<Record<GatheredFrequency, string>> = {
    daily: 'chaque jour',
    weekly: `chaque ${weekdays[at.day - 1]}`,
    monthly: `le ${at.day === 1 ? '1er' : at.day} de chaque mois`,
  };
  const zone = at.timeZone === 'Europe/Paris' ? '' : ` (heure locale : ${placeOf(at.timeZone)})`;
  return `${days[frequency]} à ${at.hour}\u00a0h${zone}`;
};
