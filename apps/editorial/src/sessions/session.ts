import { z } from 'zod';
import { line, moment, scope, text, webAddress } from '#contracts';
import type { Stored } from '#messaging';
import { recommendations } from '../cases/case.ts';

export const sessionStatuses = ['planned', 'held', 'cancelled'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

/** Where a session may go; what was held or cancelled stays so. */
export const nextSessionStatuses: Readonly<Record<SessionStatus, readonly SessionStatus[]>> = {
  planned: ['held', 'cancelled'],
  held: [],
  cancelled: [],
};

/** A committee meets, to decide what opinions alone did not. */
export interface Session extends Stored {
  readonly committee: string;
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly place: string | null;
  /** For members only. */
  readonly visioUrl: string | null;
  readonly status: SessionStatus;
  /** The cases that were before it, once it was held; until then the queue says. */
  readonly agenda: readonly string[] | null;
  /** What the chair adds to the minutes. */
  readonly remarks: string | null;
}

const when = { startsAt: moment, endsAt: moment };

export const plannedSession = z
  .strictObject({
    ...when,
    committee: line(80).default('national'),
    title: line(200).default('Séance du comité éditorial'),
    place: line(300).nullish(),
    visioUrl: webAddress.nullish(),
  })
  .refine(({ startsAt, endsAt }) => Date.parse(startsAt) < Date.parse(endsAt), { path: ['endsAt'] });
export type PlannedSession = z.output<typeof plannedSession>;

export const movedSession = z.strictObject({
  startsAt: moment.optional(),
  endsAt: moment.optional(),
  title: line(200).optional(),
  place: line(300).nullish(),
  visioUrl: webAddress.nullish(),
  status: z.literal('cancelled').optional(),
});
export type MovedSession = z.output<typeof movedSession>;

export const heldSession = z.strictObject({ remarks: text(4000).optional() }).nullish();

/** What the members said in session, seat by seat, as the chair records it. */
export const recordedVotes = z.strictObject({
  caseId: line(80),
  votes: z
    .array(
      z.strictObject({
        seat: line(80),
        recommendation: z.enum(recommendations),
        scope: scope.optional(),
        verdict: z.enum(['everywhere', 'inspiration']).optional(),
        comment: text(4000).optional(),
      }),
    )
    .min(1)
    .max(60),
});
export type RecordedVotes = z.output<typeof recordedVotes>;
