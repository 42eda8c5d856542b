import { z } from 'zod';
import { distinct, line, territory, text } from '#contracts';
import type { Stored } from '#messaging';

/** Somebody asks that their network join. Their name and address stay here. */
export interface NetworkRequest extends Stored {
  readonly name: string;
  readonly actorType: string;
  readonly networkKind: 'territorial' | 'sectoral';
  readonly territories: readonly string[];
  readonly message: string | null;
  readonly contact: { readonly name: string; readonly email: string };
  readonly status: 'open' | 'accepted' | 'refused';
  readonly askedAt: string;
  readonly answer: {
    readonly at: string;
    readonly by: string;
    readonly reason: string | null;
    readonly network: string | null;
  } | null;
}

export const newRequest = z.strictObject({
  name: line(200),
  actorType: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(60),
  networkKind: z.enum(['territorial', 'sectoral']),
  territories: distinct(territory, { min: 1, max: 120 }),
  message: text(2000).optional(),
  contact: z.strictObject({
    name: line(120),
    email: z
      .email()
      .max(254)
      .transform((email) => email.toLowerCase()),
  }),
});
export type NewRequest = z.output<typeof newRequest>;

export const requestView = ({ v: _, idempotency: __, _id, ...request }: NetworkRequest) => ({ id: _id, ...request });
