import { z } from 'zod';
import { line, territory, text } from '#contracts';
import type { Stored } from '#messaging';

/** What somebody says of a resource that they used. Nobody has to say who they are. */
export const givenFeedback = z.strictObject({
  territory,
  /** From 1, of no use, to 4, very useful. */
  usefulness: z.number().int().min(1).max(4),
  minutesSaved: z.number().int().min(0).max(100_000).optional(),
  outcome: z.enum(['worked', 'partly', 'failed']).optional(),
  comment: text(2000).optional(),
  /** The trial that it answers, and what it answers to its questions, in their order. */
  trial: line(80).optional(),
  answers: z.array(text(2000)).max(10).optional(),
});
export type GivenFeedback = z.output<typeof givenFeedback>;

export const feedbackStatuses = ['pending', 'published', 'rejected'] as const;
export type FeedbackStatus = (typeof feedbackStatuses)[number];

export interface Feedback extends Stored {
  readonly resource: string;
  readonly version: number;
  readonly territory: string;
  readonly usefulness: number;
  readonly minutesSaved: number | null;
  readonly outcome: 'worked' | 'partly' | 'failed' | null;
  readonly comment: string | null;
  readonly trial: string | null;
  readonly answers: readonly string[];
  /** The network of whoever gave it with a key. */
  readonly network: string | null;
  readonly status: FeedbackStatus;
  readonly givenAt: string;
  readonly moderatedBy: string | null;
  readonly moderatedAt: string | null;
}

/** What everybody sees of it. */
export const feedbackView = ({
  _id,
  v: _,
  network: __,
  moderatedBy: ___,
  idempotency: ____,
  ...feedback
}: Feedback) => ({
  id: _id,
  ...feedback,
});
