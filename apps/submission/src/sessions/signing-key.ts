import type { Stored } from '#messaging';

/** A key pair that signs ten-minute tokens. The private half is kept sealed and never leaves this service. */
export interface SigningKey extends Stored {
  readonly publicKey: { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };
  /** A JWK, sealed with ESSAIM_SECRET_KEYS. */
  readonly sealedPrivateKey: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

const hour = 3_600_000;
const day = 24 * hour;
/** A month later another takes over; this one signs on for at most a day, and is believed for one more. */
const rotatedAfterMs = 30 * day;
const signsForMs = 31 * day;
const believedForMs = 32 * day;
/** Every service has heard of a key of that age. */
const knownAfterMs = hour;

const ageOf = ({ createdAt }: SigningKey, now: Date): number => now.getTime() - Date.parse(createdAt);

/** What it signed is not believed any more from then on. */
export const believedUntil = ({ createdAt, revokedAt }: SigningKey): string =>
  revokedAt ?? new Date(Date.parse(createdAt) + believedForMs).toISOString();

/**
 * Which keys may sign, the best first: the newest that everybody has had time to hear of, then older ones, then one made
 * just now.
 */
export const keysToSignWith = (keys: readonly SigningKey[], now: Date): SigningKey[] => {
  const rank = (key: SigningKey) => ageOf(key, now) + (ageOf(key, now) < knownAfterMs ? believedForMs : 0);
  return keys.filter((key) => !key.revokedAt && ageOf(key, now) < signsForMs).sort((a, b) => rank(a) - rank(b));
};

/** Whether it is time to make the next one. */
export const needsAnother = (keys: readonly SigningKey[], now: Date): boolean =>
  !keys.some((key) => !key.revokedAt && ageOf(key, now) < rotatedAfterMs);
