import { z } from 'zod';
import { type Grant, line, moment } from '#contracts';
import type { Stored } from '#messaging';

/** An API key, of a network or of one of its people. The secret itself is shown once and never stored. */
export interface IssuedKey extends Stored {
  readonly name: string;
  readonly network: string | null;
  readonly principal: { readonly kind: 'person' | 'network'; readonly id: string };
  readonly hash: string;
  readonly grants: readonly Grant[];
  readonly selfEndorsing: boolean;
  readonly issuedAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  /** The key that it was rotated from. */
  readonly replaces?: string | undefined;
}

export const newKey = z.strictObject({
  name: line(80),
  /** The key of a person of the network; without it, the network's own. */
  person: line(80).optional(),
  /** Narrows a person's key to these roles; a network's own contributes, unless they are named without `contributor`. */
  roles: z
    .array(z.enum(['contributor', 'facilitator', 'committee-member', 'verifier', 'watch-editor', 'operator']))
    .max(6)
    .optional(),
  /** Its submissions count as endorsed. An operator's decision. */
  selfEndorsing: z.boolean().default(false),
  expiresAt: moment.optional(),
});
export type NewKey = z.output<typeof newKey>;

export const keyView = (
  { _id, name, principal, grants, selfEndorsing, issuedAt, expiresAt, revokedAt, replaces }: IssuedKey,
  lastUsedAt: string | null = null,
) => ({
  id: _id,
  name,
  holder: principal,
  roles: [...new Set(grants.map(({ role }) => role))],
  selfEndorsing,
  issuedAt,
  expiresAt,
  revokedAt,
  replaces: replaces ?? null,
  lastUsedAt,
});
