import { z } from 'zod';
import { distinct, issue, line, moment, term, territory, text, webAddress } from '#contracts';
import type { Stored } from '#messaging';
import { themes } from '#taxonomy';

/** A time set aside to collect what networks have to contribute. */
export interface Meeting extends Stored {
  readonly network: string;
  readonly title: string;
  /** The call: what is collected, and how to prepare. */
  readonly description: string | null;
  readonly startsAt: string;
  readonly endsAt: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly place: string | null;
  /** Only for those who hold a key. */
  readonly visioUrl: string | null;
  readonly territories: readonly string[];
  readonly themes: readonly string[];
  readonly isCancelled: boolean;
  /** How many came; known afterwards. */
  readonly attendance: number | null;
  readonly minutes: string | null;
  /** Its place in the list: when it starts, then its id. */
  readonly position: string;
}

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('fr', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
};

const timeZone = z
  .string()
  .max(60)
  .check((context) => {
    if (isTimeZone(context.value)) return;
    const params = {
      code: 'unknown-time-zone',
      fr: `Fuseau horaire inconnu : « ${context.value} ». Par exemple : « Europe/Paris », « Indian/Reunion ».`,
      en: `Unknown time zone: “${context.value}”. For example “Europe/Paris”.`,
    };
    context.issues.push(issue(params, context.value));
  });

const fields = {
  title: line(200),
  description: text(3000).nullish(),
  startsAt: moment,
  endsAt: moment,
  timeZone,
  place: line(300).nullish(),
  visioUrl: webAddress.nullish(),
  territories: distinct(territory, { max: 120 }),
  themes: distinct(term(themes), { max: 10 }),
};

const endsAfterItStarts = (context: z.core.ParsePayload<{ startsAt?: string; endsAt?: string }>): void => {
  const { startsAt, endsAt } = context.value;
  if (!startsAt || !endsAt || Date.parse(endsAt) > Date.parse(startsAt)) return;
  const params = {
    code: 'ends-before-it-starts',
    fr: 'La fin vient après le début.',
    en: 'The end is after the start.',
  };
  context.issues.push(issue(params, endsAt, ['endsAt']));
};

/** An edit may move one of the two alone. */
export const meetingTimes = z.looseObject({ startsAt: moment, endsAt: moment }).check(endsAfterItStarts);

export const newMeeting = z
  .strictObject({
    ...fields,
    network: line(80).optional(),
    timeZone: timeZone.default('Europe/Paris'),
    territories: fields.territories.default([]),
    themes: fields.themes.default([]),
  })
  .check(endsAfterItStarts);
export type NewMeeting = z.output<typeof newMeeting>;

export const meetingEdits = z
  .strictObject({
    ...fields,
    isCancelled: z.boolean(),
    attendance: z.number().int().min(0).max(100_000).nullable(),
    minutes: text(10_000).nullable(),
  })
  .partial()
  .check(endsAfterItStarts);
export type MeetingEdits = z.output<typeof meetingEdits>;

const utc = (written: string): string => new Date(written).toISOString();

export const meetingOf = (_id: string, { network: _, ...wanted }: NewMeeting, network: string): Omit<Meeting, 'v'> =>
  placed({
    _id,
    network,
    ...wanted,
    description: wanted.description ?? null,
    place: wanted.place ?? null,
    visioUrl: wanted.visioUrl ?? null,
    isCancelled: false,
    attendance: null,
    minutes: null,
    position: '',
  });

/** With its times in UTC, and its place in the list. */
export const placed = <M extends Omit<Meeting, 'v'>>(meeting: M): M => {
  const startsAt = utc(meeting.startsAt);
  return { ...meeting, startsAt, endsAt: utc(meeting.endsAt), position: `${startsAt} ${meeting._id}` };
};
