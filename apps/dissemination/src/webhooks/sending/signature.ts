import { createHmac, randomBytes } from 'node:crypto';

/** A signing secret, as Standard Webhooks 1.0 writes it: `whsec_` and 32 random bytes in base64. */
export const newSigningSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/**
 * The three headers of Standard Webhooks 1.0: HMAC-SHA256 of `id.timestamp.body`, signed for this attempt.
 *
 * @param body the raw bytes that are sent.
 */
export const signedHeaders = (secret: string, id: string, at: Date, body: string): Record<string, string> => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
};

/** The body, the same bytes at each attempt: the data is the text that was stored once. */
export const webhookBody = (
  { type, occurredAt, data }: { type: string; occurredAt: string; data: string },
  sequence: number,
): string =>
  `{"type":${JSON.stringify(type)},"timestamp":${JSON.stringify(occurredAt)},"sequence":${sequence},"data":${data}}`;
