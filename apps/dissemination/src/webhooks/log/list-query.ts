import { z } from 'zod';
import { line, moment } from '#contracts';
import { paging } from '#platform';
import { eventTypeNames } from '../events/event-types.ts';

/** How the log is searched. */
export const listQuery = z.strictObject({
  ...paging,
  status: z.enum(['pending', 'held', 'sent', 'failed', 'cancelled']).optional(),
  type: z.enum(eventTypeNames).optional(),
  since: moment.optional(),
  until: moment.optional(),
  /** Words of a title, the id of a resource or of a delivery. */
  q: line(200).optional(),
});
export type ListQuery = z.output<typeof listQuery>;
