import { timeZones, weekdays } from '#contracts';

/** How often mail may come, in the order in which people are asked: what `POST /api/v1/subscriptions` takes. */
export const frequencies = [
  { id: 'immediate', label: 'Dès qu’une ressource est approuvée' },
  { id: 'daily', label: 'Chaque jour' },
  { id: 'weekly', label: 'Chaque semaine' },
  { id: 'monthly', label: 'Chaque mois' },
] as const;

/** What the form posts of a rhythm; kept as it was typed. */
export interface RhythmFields {
  readonly frequency: string;
  readonly weekday: string;
  readonly monthday: string;
  readonly hour: string;
  readonly timeZone: string;
}

export const defaultRhythm: RhythmFields = {
  frequency: 'weekly',
  weekday: '1',
  monthday: '1',
  hour: '8',
  timeZone: 'Europe/Paris',
};

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** The fields of a rhythm, with what was chosen. */
export const rhythmView = (chosen: RhythmFields) => {
  const option = (value: string, label: string, of: string) => ({ value, label, isChosen: value === of });
  return {
    frequencies: frequencies.map(({ id, label }) => ({ id, label, isChosen: id === chosen.frequency })),
    weekdays: weekdays.map((label, index) => option(`${index + 1}`, label, chosen.weekday)),
    monthdays: numbers(1, 28).map((day) => option(`${day}`, day === 1 ? '1er' : `${day}`, chosen.monthday)),
    hours: numbers(0, 23).map((hour) => option(`${hour}`, `${hour}\u00a0h`, chosen.hour)),
    timeZones: timeZones.map(([zone, label]) => option(zone, label, chosen.timeZone)),
  };
};

/** As the API takes it. */
export const rhythmAsked = ({ frequency, weekday, monthday, hour, timeZone }: RhythmFields) => ({
  frequency,
  ...(frequency === 'immediate'
    ? {}
    : { at: { day: Number(frequency === 'monthly' ? monthday : weekday), hour: Number(hour), timeZone } }),
});
