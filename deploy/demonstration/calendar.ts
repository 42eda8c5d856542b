import { done } from './api.ts';
import atlas from './data/atlas.json' with { type: 'json' };
import meetings from './data/meetings.json' with { type: 'json' };
import plans from './data/plans.json' with { type: 'json' };
import { demoPeople, relativeDate } from './data.ts';

type Row = { readonly id: string; readonly network: string; readonly [field: string]: unknown };

/** Where the commands go, and the key of a person of the data set. */
export interface CalendarContext {
  readonly at: (path: string) => string;
  readonly keyOf: (person: string) => string;
  readonly today: Date;
}

/** Meetings, plans and the atlas, by the facilitators of their networks; what is there already stays as it is. */
export const seedCalendar = async (context: CalendarContext): Promise<void> => {
  for (const { hours, ...meeting } of meetings) {
    const startsAt = onTheHour(relativeDate(meeting.startsAt, context.today));
    const endsAt = new Date(startsAt.getTime() + hours * 3600_000);
    await create(context, '/meetings', { ...meeting, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() });
  }
  for (const plan of plans) {
    await create(context, '/plans', { ...plan, dueAt: relativeDate(plan.dueAt, context.today).toISOString() });
  }
  for (const entry of atlas) await create(context, '/atlas', entry);
};

/** Ten in the morning in Paris, in summer; near enough in winter. */
const onTheHour = (day: Date): Date => new Date(day.setUTCHours(8, 0, 0, 0));

const create = async ({ at, keyOf }: CalendarContext, path: string, { id, ...body }: Row): Promise<void> => {
  const facilitates = ({ network, roles }: (typeof demoPeople)[number]) =>
    network === body.network && roles.includes('facilitator');
  const key = keyOf(demoPeople.find(facilitates)?.slug ?? '');
  // Dates are relative to the day, so that a second run has another body: what is there already is known by its name.
  const { items } = await done('GET', at(`${path}?limit=100`), { key });
  const isKnown = items.some(
    (item: { title?: string; name?: string }) => (item.title ?? item.name) === (body.title ?? body.name),
  );
  if (!isKnown) await done('POST', at(path), { key, body, idempotencyKey: `demonstration-${path.slice(1)}-${id}` });
};
