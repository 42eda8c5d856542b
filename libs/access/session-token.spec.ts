import { type CryptoKey, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyIdOf, readToken, signToken } from '#access';

const origin = 'https://essaim.example';
const now = new Date('2026-03-02T09:00:00.000Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const claims = { person: 'marie', session: 's1' };

let keys: { publicKey: CryptoKey; privateKey: CryptoKey };
let stranger: typeof keys;
beforeAll(async () => {
  keys = await generateKeyPair('EdDSA');
  stranger = await generateKeyPair('EdDSA');
});

const sign = (at = origin, { privateKey } = keys) => signToken(claims, { id: 'k1', privateKey }, at, now);
const read = (token: string, at = now) => readToken(token, keys.publicKey, origin, at);

/** A token like ours, but for what is given. */
const forged = (payload: object, header: object = {}) =>
  new SignJWT({ sid: 's1', iss: origin, aud: `${origin}/api`, sub: 'marie', ...payload })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'essaim-session+jwt', kid: 'k1', ...header })
    .setIssuedAt(now)
    .setExpirationTime(later(600))
    .sign(keys.privateKey);

describe('A token', () => {
  it('says whose it is, for ten minutes', async () => {
    const { token, expiresAt } = await sign();
    expect(keyIdOf(token)).toBe('k1');
    expect(expiresAt).toEqual(later(600));
    expect(await read(token, later(599))).toEqual(claims);
    expect(await read(token, later(606))).toBeNull();
  });

  it('is worth nothing at another installation, nor signed by another key', async () => {
    expect(await read((await sign('https://autre.example')).token)).toBeNull();
    expect(await read((await sign(origin, stranger)).token)).toBeNull();
  });

  it.each([
    ['another issuer', { iss: 'https://autre.example' }, {}],
    ['another audience', { aud: 'https://essaim.example/autre' }, {}],
    ['another type', {}, { typ: 'JWT' }],
    ['no subject', { sub: undefined }, {}],
    ['no session', { sid: undefined }, {}],
  ])('with %s is refused', async (_, payload, header) => {
    expect(await read(await forged(payload, header))).toBeNull();
  });

  it('is refused with any other algorithm', async () => {
    const unsigned = new UnsecuredJWT({ sid: 's1' }).setSubject('marie').setIssuer(origin).encode();
    const secret = new TextEncoder().encode('x'.repeat(32));
    const symmetric = await new SignJWT({ sid: 's1' }).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret);
    for (const token of [unsigned, symmetric]) {
      expect(keyIdOf(token)).toBeNull();
      expect(await read(token)).toBeNull();
    }
  });

  it('is refused when a single character of it has changed', async () => {
    const { token } = await sign();
    for (let at = 0; at < token.length - 1; at += 7) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(await read(changed)).toBeNull();
    }
  });

  it.each(['', 'x', 'a.b.c', 'ess_x', `${'a'.repeat(10_000)}.b.c`])('is not %.20j', (text) => {
    expect(keyIdOf(text)).toBeNull();
  });
});
