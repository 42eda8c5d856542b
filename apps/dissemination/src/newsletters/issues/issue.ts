import { z } from 'zod';
import { line, type PublicResource } from '#contracts';
import type { Stored } from '#messaging';
import type { StoredIdempotency } from '#persistence';
import { SameEyes, WrongMove } from './issue.problems.ts';

/**
 * | status  | next                                                                   |
 * |---------|------------------------------------------------------------------------|
 * | draft   | sending, once somebody else than its author approved it                |
 * | sending | sent, when nobody waits for it any more; stopped by somebody           |
 * | sent    | stays                                                                  |
 * | stopped | stays                                                                  |
 */
export type IssueStatus = 'draft' | 'sending' | 'sent' | 'stopped';

export const nextStatuses: Readonly<Record<IssueStatus, readonly IssueStatus[]>> = {
  draft: ['sending'],
  sending: ['sent', 'stopped'],
  sent: [],
  stopped: [],
};

/** A letter: one that an editor wrote, or what the digests of a week or a month said. */
export interface Issue extends Stored {
  readonly frequency: 'manual' | 'weekly' | 'monthly';
  readonly status: IssueStatus;
  readonly title: string;
  /** Paragraphs, as their author wrote them. */
  readonly introduction: readonly string[];
  readonly resources: readonly string[];
  /** Those resources as they were when it left; empty before. */
  readonly content: readonly PublicResource[];
  readonly author: string | null;
  readonly approvedBy: string | null;
  readonly createdAt: Date;
  /** When it left, or was to leave. */
  readonly issuedAt: Date | null;
  /** When everybody who was to have it had a row in the ledger. */
  readonly plannedAt: Date | null;
  readonly stopReason: string | null;
  readonly idempotency?: StoredIdempotency | undefined;
}

const paragraph = line(2_000);
const fields = {
  title: line(200),
  introduction: z.array(paragraph).max(10),
  resources: z.array(z.string().min(1).max(64)).min(1).max(20),
};
export const newIssue = z.strictObject({ ...fields, introduction: fields.introduction.default([]) });
export type NewIssue = z.output<typeof newIssue>;
export const issueEdits = z.strictObject(fields).partial();
export type IssueEdits = z.output<typeof issueEdits>;

/** @throws WrongMove (409) */
export const moved = (issue: Issue, status: IssueStatus): Pick<Issue, 'status'> => {
  if (!nextStatuses[issue.status].includes(status)) throw new WrongMove(issue.status, status);
  return { status };
};

/** A second pair of eyes: nobody sends alone what they wrote. @throws WrongMove @throws SameEyes (403) */
export const approved = (
  issue: Issue,
  by: string,
  content: readonly PublicResource[],
  now: Date,
): Partial<Omit<Issue, '_id' | 'v'>> => {
  const next = moved(issue, 'sending');
  if (issue.author === by) throw new SameEyes();
  return { ...next, approvedBy: by, content, issuedAt: now };
};

/** The letter that a digest belongs to, by the day of its slot: `daily-2026-11-24`, `weekly-2026-11-23`, `monthly-2026-11`. */
export const issueOf = (frequency: 'daily' | 'weekly' | 'monthly', day: string): string => {
  if (frequency === 'monthly') return `monthly-${day.slice(0, 7)}`;
  return `${frequency}-${frequency === 'weekly' ? mondayOf(day) : day}`;
};

const mondayOf = (day: string): string => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
};

export const pathOf = (id: string): string => `/newsletters/archive/${id}`;

/** For editors. */
export const issueView = ({ idempotency: _, _id, v: __, content: ___, ...issue }: Issue) => ({
  id: _id,
  ...issue,
  path: issue.status === 'draft' ? null : pathOf(_id),
});
