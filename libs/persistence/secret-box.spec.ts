import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretBox } from '#persistence';

const aKey = (): string => randomBytes(32).toString('base64');
const flipBit = (part: string, bit: number): string => {
  const bytes = Buffer.from(part, 'base64url');
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes.toString('base64url');
};

describe('A sealed secret', () => {
  it('opens as it was, whatever it says', () => {
    const box = new SecretBox(aKey());
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void expect(box.open(box.seal(text))).toBe(text)));
  });

  it('never looks the same twice', () => {
    const box = new SecretBox(aKey());
    expect(box.seal('honey')).not.toBe(box.seal('honey'));
  });

  it('is refused when a single bit of its nonce, text or tag has changed', () => {
    const box = new SecretBox(aKey());
    const parts = box.seal('honey').split('.');
    parts.forEach((part, index) => {
      for (let bit = 0; bit < Buffer.from(part, 'base64url').length * 8; bit += 1) {
        const tampered = parts.with(index, flipBit(part, bit)).join('.');
        expect(() => box.open(tampered)).toThrow('no key opens');
      }
    });
  });

  it.each(['', 'honey', '..', 'a.b', 'AAAA.AAAA.AAAA', `${'A'.repeat(16)}..${'A'.repeat(4)}`])(
    'is not %j, which is refused',
    (text) => {
      expect(() => new SecretBox(aKey()).open(text)).toThrow();
    },
  );

  it('is refused with its tag cut short', () => {
    const box = new SecretBox(aKey());
    const [nonce, text, tag] = box.seal('honey').split('.') as [string, string, string];
    const short = Buffer.from(tag, 'base64url').subarray(0, 12).toString('base64url');
    expect(() => box.open([nonce, text, short].join('.'))).toThrow();
  });
});

describe('Keys in rotation', () => {
  const [old, recent, stranger] = [aKey(), aKey(), aKey()];

  it('open what any of them sealed, and seal with the newest', () => {
    const before = new SecretBox(old);
    const after = new SecretBox(`${recent}, ${old}`);
    expect(after.open(before.seal('honey'))).toBe('honey');
    expect(new SecretBox(recent).open(after.seal('wax'))).toBe('wax');
    expect(() => before.open(after.seal('wax'))).toThrow('no key opens');
    expect(() => new SecretBox(stranger).open(before.seal('honey'))).toThrow('no key opens');
  });

  it('verify tokens that any of them signed', () => {
    const after = new SecretBox(`${recent},${old}`);
    expect(after.verify('unsubscribe', 'marie', new SecretBox(old).sign('unsubscribe', 'marie'))).toBe(true);
    expect(after.verify('unsubscribe', 'marie', new SecretBox(stranger).sign('unsubscribe', 'marie'))).toBe(false);
  });

  it.each(['', 'short', `${aKey()},`, randomBytes(31).toString('base64'), randomBytes(33).toString('base64')])(
    'are 32 bytes each: %j is refused at boot',
    (keys) => {
      expect(() => new SecretBox(keys)).toThrow('32 bytes');
    },
  );
});

describe('A derived token', () => {
  const box = new SecretBox(aKey());
  const token = box.sign('unsubscribe', 'marie');

  it('is the same each time, so that it need not be stored', () => {
    expect(box.sign('unsubscribe', 'marie')).toBe(token);
    expect(box.verify('unsubscribe', 'marie', token)).toBe(true);
  });

  it('serves one purpose and one message', () => {
    expect(box.verify('confirm', 'marie', token)).toBe(false);
    expect(box.verify('unsubscribe', 'paul', token)).toBe(false);
  });

  it.each([
    '',
    'x',
    token.slice(0, -2),
    `${token}${token}`,
    '=',
    '\0',
    'é'.repeat(43),
    'A'.repeat(43),
    'A'.repeat(10_000),
  ])('is not %j: refused, without an error', (junk) => {
    expect(box.verify('unsubscribe', 'marie', junk)).toBe(false);
  });
});
