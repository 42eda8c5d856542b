/**
 * Verifies a webhook of Essaim (Standard Webhooks 1.0), with nothing but Node.
 *
 *   WEBHOOK_ID=… WEBHOOK_TIMESTAMP=… WEBHOOK_SIGNATURE=… node verify.ts whsec_… < body
 */
import { createHmac, createPublicKey, timingSafeEqual, verify as verifySignature } from 'node:crypto';
import { buffer } from 'node:stream/consumers';

const toleranceSeconds = 300;

export interface WebhookHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** Whether this can be a key at all. With none, or half of one, anybody could sign: begin nothing without it. */
export const isKey = (key: string): boolean => {
  const [, kind, encoded = ''] = /^(whsec|whpk)_([A-Za-z0-9+/]+={0,2})$/.exec(key) ?? [];
  const { length } = Buffer.from(encoded, 'base64');
  return kind === 'whpk' ? length === 32 : length >= 24;
};

/**
 * @param key the secret of your endpoint (`whsec_…`), or the public key of your network (`whpk_…`).
 * @param body the raw bytes, before any parsing.
 */
export const isGenuine = (key: string, headers: WebhookHeaders, body: Buffer, now = Date.now() / 1_000): boolean => {
  const { id, timestamp, signature } = headers;
  if (!isKey(key)) return false;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > toleranceSeconds) return false;
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  // One signature for each live secret, while one is being replaced.
  return signature.split(' ').some((part) => {
    const [version, value = ''] = part.split(',');
    const given = Buffer.from(value, 'base64');
    if (key.startsWith('whpk_')) return version === 'v1a' && isSignedBy(key, signed, given);
    return version === 'v1' && isEqual(hmac(key, signed), given);
  });
};

const hmac = (secret: string, signed: Buffer): Buffer =>
  createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(signed)
    .digest();

/** Lengths first: `timingSafeEqual` throws where they differ. */
const isEqual = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

const isSignedBy = (publicKey: string, signed: Buffer, signature: Buffer): boolean => {
  const x = Buffer.from(publicKey.replace(/^whpk_/, ''), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return signature.length === 64 && verifySignature(null, signed, key, signature);
};

if (import.meta.main ?? process.argv[1]?.endsWith('verify.ts')) {
  const { WEBHOOK_ID: id = '', WEBHOOK_TIMESTAMP: timestamp = '', WEBHOOK_SIGNATURE: signature = '' } = process.env;
  const body = await buffer(process.stdin);
  const good = isGenuine(process.argv[2] ?? '', { id, timestamp, signature }, body);
  console.log(good ? (JSON.parse(body.toString('utf8')) as { type: string }).type : 'refused');
  process.exitCode = good ? 0 : 1;
}
