import { z } from 'zod';
import { publicResource } from './resource.ts';

/** A question one service may ask another, answered by a `@MessagePattern(query.subject)` method. */
export interface QueryContract<Question extends z.ZodType, Answer extends z.ZodType> {
  readonly subject: string;
  readonly question: Question;
  readonly answer: Answer;
}

export const defineQuery = <Question extends z.ZodType, Answer extends z.ZodType>(
  subject: `query.${string}`,
  question: Question,
  answer: Answer,
): QueryContract<Question, Answer> => ({ subject, question, answer });

/** The newest public resources, for the home page. */
export const latestResources = defineQuery(
  'query.dissemination.latest-resources',
  z.object({ limit: z.number().int().min(1).max(50) }),
  z.object({ items: z.array(publicResource), total: z.number().int() }),
);
