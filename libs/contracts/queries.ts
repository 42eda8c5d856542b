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

/** The text of a resource's files, for search: what could be read of each, cut to a bounded length. */
export const fileTexts = defineQuery(
  'query.submission.file-texts',
  z.object({ ids: z.array(z.string()).min(1).max(20) }),
  z.object({ items: z.array(z.object({ id: z.string(), text: z.string() })) }),
);

/** Names and addresses of people, for who writes to them: they travel in no event. */
export const personContacts = defineQuery(
  'query.submission.person-contacts',
  z.object({ ids: z.array(z.string()).min(1).max(100) }),
  z.object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        email: z.string(),
        /** Where somebody without an account follows what they proposed; its token travels in no event. */
        page: z.string().nullish(),
      }),
    ),
  }),
);

/** Which member an address is, if any: for the page where its owner looks at what is sent to it. */
export const memberByAddress = defineQuery(
  'query.submission.member-by-address',
  z.object({ email: z.string().max(254) }),
  z.object({ id: z.string().nullable() }),
);

/** When API keys were last presented to a service, give or take an hour. Each service answers for itself. */
const keyUses = (service: 'editorial' | 'watch' | 'dissemination') =>
  defineQuery(
    `query.${service}.key-uses`,
    z.object({ ids: z.array(z.string()).max(500) }),
    z.object({ items: z.array(z.object({ id: z.string(), at: z.iso.datetime() })) }),
  );
export const editorialKeyUses = keyUses('editorial');
export const watchKeyUses = keyUses('watch');
export const disseminationKeyUses = keyUses('dissemination');
