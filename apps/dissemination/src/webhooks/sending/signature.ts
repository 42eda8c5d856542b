import { createHmac, createSecretKey, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A signing secret, as Standard Webhooks 1.0 writes it: `whsec_` and 32 random bytes in base64. */
export const newSigningSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** What a post is signed with: each live secret, and the network's private key when the receiver wants `v1a`. */
export interface Signers {
  readonly secrets: readonly string[];
  readonly privateKey: KeyObject | null;
}

/**
 * The three headers of Standard Webhooks 1.0: HMAC-SHA256 (`v1`), and Ed25519 (`v1a`), of `id.timestamp.body`, signed for
 * this attempt.
 *
 * @param body the raw bytes that are sent.
 */
export const signedHeaders = (
  { secrets, privateKey }: Signers,
  id: string,
  at: Date,
  body: string,
): Record<string, string> => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signed = `${id}.${timestamp}.${body}`;
  const symmetric = secrets.map((secret) => {
    return `v1,${createHmac('sha256', keyOf(secret)).update(signed).digest('base64')}`;
  });
  const asymmetric = privateKey ? [`v1a,${sign(null, Buffer.from(signed), privateKey).toString('base64')}`] : [];
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': [...symmetric, ...asymmetric].join(' '),
  };
};

const mostKept = 20_000;
/** Making a key of a secret costs more than signing with it. */
const keys = new Map<string, KeyObject>();

const keyOf = (secret: string): KeyObject => {
  const known = keys.get(secret);
  if (known) return known;
  const key = createSecretKey(Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
  if (keys.size >= mostKept) keys.clear();
  keys.set(secret, key);
  return key;
};

/** The body, the same bytes at each attempt: the data is the text that was stored once. */
export const webhookBody = (
  { type, occurredAt, data }: { type: string; occurredAt: string; data: string },
  sequence: number,
): string =>
  `{"type":${JSON.stringify(type)},"timestamp":${JSON.stringify(occurredAt)},"sequence":${sequence},"data":${data}}`;
