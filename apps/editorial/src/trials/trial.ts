import { z } from 'zod';
import { line, moment, territory } from '#contracts';
import type { Stored } from '#messaging';
import type { Feedback } from '../feedback/feedback.ts';

/** A public resource that networks try out for a time, and the questions that they answer afterwards. */
export interface Trial extends Stored {
  readonly resource: string;
  /** Counts the trials of a resource. */
  readonly number: number;
  readonly version: number;
  readonly questions: readonly string[];
  readonly openedAt: string;
  readonly closesAt: string;
  readonly closedAt: string | null;
  readonly volunteers: readonly Volunteer[];
}

interface Volunteer {
  readonly network: { readonly id: string; readonly slug: string; readonly name: string };
  readonly territory: string;
  readonly joinedAt: string;
}

export const givenTrial = z.strictObject({ closesAt: moment, questions: z.array(line(300)).min(1).max(10) });
export type GivenTrial = z.output<typeof givenTrial>;

export const givenVolunteer = z.strictObject({ network: line(80).optional(), territory });
export type GivenVolunteer = z.output<typeof givenVolunteer>;

export const isOpen = ({ closedAt, closesAt }: Trial, now: Date): boolean =>
  !closedAt && Date.parse(closesAt) > now.getTime();

export const trialView = ({ _id, v: _, idempotency: __, ...trial }: Trial, now: Date) => ({
  id: _id,
  ...trial,
  isOpen: isOpen(trial as Trial, now),
});

/** What came of a trial: counts, and the answers to each question; nobody is named. */
export const trialReport = (trial: Trial, answered: readonly Feedback[], now: Date) => {
  const minutes = answered.flatMap(({ minutesSaved }) => minutesSaved ?? []);
  const average = (numbers: readonly number[]) =>
    numbers.length ? Math.round((10 * numbers.reduce((sum, number) => sum + number, 0)) / numbers.length) / 10 : null;
  const outcomes: Record<string, number> = {};
  for (const { outcome } of answered) if (outcome) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return {
    trial: trialView(trial, now),
    answered: answered.length,
    usefulness: average(answered.map(({ usefulness }) => usefulness)),
    minutesSaved: average(minutes),
    outcomes,
    territories: [...new Set(answered.map(({ territory: where }) => where))].sort(),
    questions: trial.questions.map((question, index) => ({
      question,
      answers: answered.flatMap(({ answers }) => answers[index] ?? []),
    })),
    comments: answered.flatMap(({ comment }) => comment ?? []),
  };
};
