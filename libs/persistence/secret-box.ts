import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Keeps secrets that must be shown or used again (AES-256-GCM, NIST SP 800-38D), and derives tokens that must not be
 * stored (HMAC-SHA256, one key per purpose through HKDF, RFC 5869). The first key seals and signs; all of them open
 * and verify, so that keys can be changed without losing anything.
 */
export class SecretBox {
  private readonly keys: readonly Buffer[];
  private readonly derived = new Map<string, Buffer>();

  /** @param keys each 32 bytes, base64, separated by commas: the newest first. */
  constructor(keys: string) {
    this.keys = keys.split(',').map((key) => Buffer.from(key.trim(), 'base64'));
    if (this.keys.length === 0 || this.keys.some(({ length }) => length !== 32)) {
      throw new Error('secret keys are 32 bytes each, in base64, separated by commas');
    }
  }

  seal(text: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.derive(this.newest, 'seal'), nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return [nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.');
  }

  /** @throws Error when no key opens it, or it was tampered with. */
  open(sealed: string): string {
    const [nonce, text, tag] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
    if (!nonce || !text || !tag) throw new Error('not a sealed secret');
    for (const key of this.keys) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', this.derive(key, 'seal'), nonce, { authTagLength: 16 });
        decipher.setAuthTag(tag);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch {
        // Sealed with another key: the next may fit.
      }
    }
    throw new Error('no key opens this secret');
  }

  /** A token that says `message` for one purpose, the same each time it is derived. */
  sign(purpose: string, message: string): string {
    return this.mac(this.newest, purpose, message).toString('base64url');
  }

  verify(purpose: string, message: string, token: string): boolean {
    // As text: base64url writes the same bytes in several ways, and only ours is right.
    const given = Buffer.from(token);
    return this.keys.some((key) =>
      sameBytes(Buffer.from(this.mac(key, purpose, message).toString('base64url')), given),
    );
  }

  /** The same, short and in lower case: for what others may fold, like the local part of an address. 80 bits. */
  stamp(purpose: string, message: string): string {
    return stampOf(this.mac(this.newest, purpose, message));
  }

  isStamp(purpose: string, message: string, stamp: string): boolean {
    const given = Buffer.from(stamp.toLowerCase());
    return this.keys.some((key) => sameBytes(Buffer.from(stampOf(this.mac(key, purpose, message))), given));
  }

  private get newest(): Buffer {
    const [newest] = this.keys;
    if (!newest) throw new Error('no secret key');
    return newest;
  }

  private mac(key: Buffer, purpose: string, message: string): Buffer {
    return createHmac('sha256', this.derive(key, `sign:${purpose}`))
      .update(message)
      .digest();
  }

  /** Kept: every mail needs some, and deriving costs more than using. */
  private derive(key: Buffer, purpose: string): Buffer {
    const name = `${this.keys.indexOf(key)} ${purpose}`;
    const derived = this.derived.get(name) ?? Buffer.from(hkdfSync('sha256', key, '', `essaim:${purpose}`, 32));
    this.derived.set(name, derived);
    return derived;
  }
}

const stampOf = (mac: Buffer): string => mac.subarray(0, 10).toString('hex');

/** In constant time, whatever the lengths. */
const sameBytes = (a: Buffer, b: Buffer): boolean => {
  let difference = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
};
