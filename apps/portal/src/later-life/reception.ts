import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Services } from '../services/services.ts';
import { resourceApi } from './moves.ts';

const network = z.object({ id: z.string(), slug: z.string(), name: z.string() });
const list = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), total: z.number().int() });

const adoptions = list(
  z.object({ network, territory: z.string(), mode: z.string(), result: z.string().nullable(), adoptedAt: z.string() }),
);
export const feedbackItem = z.object({
  id: z.string(),
  resource: z.string(),
  territory: z.string(),
  usefulness: z.number(),
  minutesSaved: z.number().nullable(),
  outcome: z.string().nullable(),
  comment: z.string().nullable(),
  givenAt: z.string(),
});
export type FeedbackItem = z.output<typeof feedbackItem>;
const trial = z.object({
  id: z.string(),
  version: z.number().int(),
  questions: z.array(z.string()),
  openedAt: z.string(),
  closesAt: z.string(),
  isOpen: z.boolean(),
  volunteers: z.array(z.object({ network, territory: z.string() })),
});
export type Trial = z.output<typeof trial>;

/** How a resource was received, as everybody may know. Null: nobody can tell just now, and a page goes on without. */
@Injectable()
export class Reception {
  constructor(private readonly services: Services) {}

  adoptions(id: string) {
    return this.services.tell('editorial', `${resourceApi(id)}/adoptions`, adoptions);
  }

  feedback(id: string) {
    return this.services.tell('editorial', `${resourceApi(id)}/feedback?limit=20`, list(feedbackItem));
  }

  trials(id: string) {
    return this.services.tell('editorial', `${resourceApi(id)}/trials`, list(trial));
  }
}
