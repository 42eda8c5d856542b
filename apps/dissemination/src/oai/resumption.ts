import { z } from 'zod';
import { decodeCursor, encodeCursor } from '#platform';
import { type Family, families } from '#taxonomy';
import { OaiError, type Selection } from './oai-request.ts';

/** Where a list goes on: after this record, so many having been given. */
export interface Resumption {
  readonly selection: Selection;
  readonly after: readonly [changedAt: Date, id: string];
  readonly given: number;
}

const moment = z.iso.datetime().nullable();
const stored = z.tuple([
  z.string().refine((set) => set === '' || families.has(set)),
  moment,
  moment,
  z.iso.datetime(),
  z.string(),
  z.number().int().nonnegative(),
]);

/** A token holds all that the list needs: it outlives restarts, and gives the same when asked twice. */
export const tokenOf = ({ selection: { set, from, until }, after: [at, id], given }: Resumption): string =>
  encodeCursor([set ?? '', from?.toISOString() ?? null, until?.toISOString() ?? null, at.toISOString(), id, given]);

/** @throws OaiError */
export const resumptionOf = (token: string): Resumption => {
  const read = decodeCursor(token, stored);
  if (!read) throw new OaiError('badResumptionToken', 'This token is not one of ours.');
  const [set, from, until, at, id, given] = read;
  return {
    selection: {
      set: (set || undefined) as Family | undefined,
      from: from ? new Date(from) : undefined,
      until: until ? new Date(until) : undefined,
    },
    after: [new Date(at), id],
    given,
  };
};
