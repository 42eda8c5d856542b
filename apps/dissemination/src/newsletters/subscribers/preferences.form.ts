import { z } from 'zod';
import { filter, filterNames } from '#contracts';
import { checkDay, rhythmFields } from './rhythm.ts';

const wish = z.strictObject({ ...rhythmFields, filter }).check(checkDay as never);
const id = z.string().min(1).max(64);

/** What can be done on the page of one's preferences. */
export const preferencesAction = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('add'), wish }),
  z.strictObject({ action: z.literal('change'), id, wish }),
  z.strictObject({ action: z.enum(['pause', 'resume', 'confirm', 'remove']), id }),
  z.strictObject({ action: z.enum(['leave', 'erase']) }),
]);
export type PreferencesAction = z.output<typeof preferencesAction>;

/** The fields of a form as the action that they mean; not yet checked. */
export const actionOf = (form: URLSearchParams): unknown => {
  const action = form.get('action') ?? '';
  const about = ['leave', 'erase', 'add'].includes(action) ? {} : { id: form.get('id') ?? '' };
  return { action, ...about, ...(['add', 'change'].includes(action) ? { wish: wishOf(form) } : {}) };
};

const wishOf = (form: URLSearchParams) => {
  const frequency = form.get('frequency') ?? '';
  const day = form.get(frequency === 'monthly' ? 'monthday' : 'weekday');
  const named = filterNames.map((name) => [name, form.getAll(name).filter((value) => value.trim() !== '')] as const);
  return {
    frequency,
    at: {
      ...(day ? { day: Number(day) } : {}),
      ...(form.get('hour') ? { hour: Number(form.get('hour')) } : {}),
      ...(form.get('timeZone') ? { timeZone: form.get('timeZone') } : {}),
    },
    filter: Object.fromEntries(named.filter(([, values]) => values.length > 0)),
  };
};
