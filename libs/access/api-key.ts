import { timingSafeEqual } from 'node:crypto';
import { digest, newId, newSecret } from '#persistence';

/** An API key as its holder writes it: `ess_<id>_<secret>`. Only the hash of the secret is ever stored. */
export interface ApiKey {
  readonly id: string;
  readonly secret: string;
}

const shape = /^ess_([0-9a-f]{12,32})_([A-Za-z0-9_-]{43})$/;

export const newApiKey = (): ApiKey => ({ id: newId().replaceAll('-', ''), secret: newSecret() });

export const writeApiKey = ({ id, secret }: ApiKey): string => `ess_${id}_${secret}`;

export const readApiKey = (text: string): ApiKey | null => {
  const found = shape.exec(text);
  return found?.[1] && found[2] ? { id: found[1], secret: found[2] } : null;
};

/** The secret has 256 random bits: one round of SHA-256 is enough, and cheap enough for each request. */
export const hashSecret = (secret: string): string => digest(secret);

export const secretMatches = (secret: string, hash: string): boolean => {
  const given = Buffer.from(hashSecret(secret));
  const kept = Buffer.from(hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
};

/** When a key was made, read from its id (UUID version 7, RFC 9562 §5.7); null for an id of another kind. */
export const keyMadeAt = (id: string): Date | null =>
  id.length === 32 && id[12] === '7' ? new Date(Number.parseInt(id.slice(0, 12), 16)) : null;
