import { Cron } from 'croner';
import { z } from 'zod';

/** When a chat is told: of each event, or of several together at the same hour in Paris. */
export const rhythm = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('event') }),
  z.strictObject({ every: z.literal('hour') }),
  z.strictObject({ every: z.literal('day'), hour: z.number().int().min(0).max(23).default(9) }),
  z.strictObject({
    every: z.literal('week'),
    /** 1 is Monday, 7 Sunday. */
    day: z.number().int().min(1).max(7).default(1),
    hour: z.number().int().min(0).max(23).default(9),
  }),
]);
export type Rhythm = z.output<typeof rhythm>;

const patternOf = (wanted: Exclude<Rhythm, { every: 'event' }>): string => {
  switch (wanted.every) {
    case 'hour':
      return '0 * * * *';
    case 'day':
      return `0 ${wanted.hour} * * *`;
    case 'week':
      return `0 ${wanted.hour} * * ${wanted.day}`;
  }
};

/** When what happens now is told: null for at once. Right on the two days when the clock changes, too. */
export const nextSlot = (wanted: Rhythm, now: Date): Date | null =>
  wanted.every === 'event' ? null : new Cron(patternOf(wanted), { timezone: 'Europe/Paris' }).nextRun(now);
