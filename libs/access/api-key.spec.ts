import { describe, expect, it } from 'vitest';
import { hashSecret, keyMadeAt, newApiKey, readApiKey, secretMatches, writeApiKey } from '#access';

describe('An API key', () => {
  const key = newApiKey();
  const written = writeApiKey(key);

  it('is read back as it was written', () => {
    expect(written).toMatch(/^ess_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/);
    expect(readApiKey(written)).toEqual(key);
  });

  it('differs from any other', () => {
    expect(newApiKey().id).not.toBe(key.id);
    expect(newApiKey().secret).not.toBe(key.secret);
  });

  it.each([
    '',
    'ess_',
    'ess__',
    written.toUpperCase(),
    written.slice(0, -1),
    `${written}x`,
    ` ${written}`,
    `${written}\n`,
    written.replace('ess_', 'sk_'),
    written.replace(key.id, '../../admin'),
    written.replace(key.id, `{"$gt":""}`),
    'é'.repeat(80),
    'x'.repeat(100_000),
  ])('is not %.60j', (text) => {
    expect(readApiKey(text)).toBeNull();
  });

  it('is proven by its secret, against a hash that says nothing of it', () => {
    const hash = hashSecret(key.secret);
    expect(hash).not.toContain(key.secret);
    expect(secretMatches(key.secret, hash)).toBe(true);
    expect(secretMatches(newApiKey().secret, hash)).toBe(false);
  });

  it.each(['', 'x', '\0', 'A'.repeat(43), 'A'.repeat(1000)])(
    'is not proven against the hash %.50j, without an error',
    (hash) => {
      expect(secretMatches(key.secret, hash)).toBe(false);
    },
  );

  it('tells when it was made', () => {
    expect(Math.abs(Date.now() - (keyMadeAt(key.id)?.getTime() ?? 0))).toBeLessThan(60_000);
    expect(keyMadeAt('0123456789ab')).toBeNull();
    expect(keyMadeAt('0af7651916cd43dd8448eb211c80319c')).toBeNull();
  });
});
