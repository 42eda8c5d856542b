import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { liveSecrets, rotated } from '../endpoints/rotate-secret.ts';
import { newSigningSecret, signedHeaders, webhookBody } from './signature.ts';

const data = '{"montant":1.0,"grand":9007199254740993,"titre":"Été « à l’œuvre » 🎉","z":1,"a":2}';
const cause = { type: 'resource.published', occurredAt: '2026-03-02T08:00:00.000Z', data };

describe('A webhook', () => {
  it('F21: has the same bytes at each attempt, accents, 1.0 and what is over 2^53 included, and each verifies', () => {
    const secret = newSigningSecret();
    const bodies = Array.from({ length: 8 }, () => webhookBody(cause, 42));
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain(`"sequence":42,"data":${data}}`);
    for (const [attempt, body] of bodies.entries()) {
      const at = new Date(Date.now() - attempt * 1_000);
      const headers = signedHeaders({ secrets: [secret], privateKey: null }, 'cause_endpoint', at, body);
      new Webhook(secret).verify(body, headers);
      expect(() => new Webhook(secret).verify(body.replace('1.0', '1'), headers)).toThrow();
      expect(() => new Webhook(secret).verify(JSON.stringify(JSON.parse(body)), headers)).toThrow();
    }
  });

  it('F22: verifies with both secrets after one rotation, and with the last two after another', () => {
    const now = new Date('2026-03-02T08:00:00Z');
    const tomorrow = '2026-03-03T08:00:00.000Z';
    const afterTomorrow = '2026-03-04T08:00:00.000Z';
    const [one, two, three] = [newSigningSecret(), newSigningSecret(), newSigningSecret()] as const;
    const first = [{ sealed: one, createdAt: now.toISOString(), validUntil: null }];
    const second = rotated(first, two, tomorrow, now);
    const live = (secrets: typeof second, at: string) => liveSecrets(secrets, new Date(at)).map(({ sealed }) => sealed);
    expect(live(second, '2026-03-03T07:59:59Z')).toEqual([two, one]);
    expect(live(second, tomorrow)).toEqual([two]);
    const third = rotated(second, three, afterTomorrow, now);
    // The one before keeps its whole time, and the oldest has ended.
    expect(live(third, '2026-03-02T08:00:01Z')).toEqual([three, two]);
    expect(live(third, '2026-03-03T23:00:00Z')).toEqual([three, two]);

    const body = webhookBody(cause, 1);
    const headers = signedHeaders({ secrets: [three, two], privateKey: null }, 'id', new Date(), body);
    for (const secret of [two, three]) new Webhook(secret).verify(body, headers);
    expect(() => new Webhook(one).verify(body, headers)).toThrow();
  });

  it('F23: with headers that are junk is refused by a receiver, and never breaks it', () => {
    const secret = newSigningSecret();
    const body = webhookBody(cause, 1);
    const good = signedHeaders({ secrets: [secret], privateKey: null }, 'id', new Date(), body);
    for (const signature of ['', 'v1', 'v1,', 'v1,AAAA', `v1,${'A'.repeat(5_000)}`, 'v9,AAAA', '\u0000', 'v1,é']) {
      expect(() => new Webhook(secret).verify(body, { ...good, 'webhook-signature': signature })).toThrow(Error);
    }
  });

  it('can be signed with Ed25519 beside, which another implementation verifies with the public key alone', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
    const publicKey = new Uint8Array(Buffer.from(x, 'base64url'));
    const secret = newSigningSecret();
    const body = webhookBody(cause, 1);
    const headers = signedHeaders({ secrets: [secret], privateKey }, 'id', new Date(), body);
    const signatures = headers['webhook-signature']?.split(' ').map((part) => part.split(',')) ?? [];
    expect(signatures.map(([version]) => version)).toEqual(['v1', 'v1a']);
    const asymmetric = new Uint8Array(Buffer.from(signatures[1]?.[1] ?? '', 'base64'));
    const signed = (text: string) => new TextEncoder().encode(`id.${headers['webhook-timestamp']}.${text}`);
    expect(nacl.sign.detached.verify(signed(body), asymmetric, publicKey)).toBe(true);
    expect(nacl.sign.detached.verify(signed(`${body} `), asymmetric, publicKey)).toBe(false);
    // Whoever knows `v1` alone is not disturbed.
    new Webhook(secret).verify(body, headers);
  });
});
