import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type CryptoKey, importJWK } from 'jose';
import { type Model, Schema } from 'mongoose';
import { Database } from '#persistence';
import { ACCESS_OPTIONS, type AccessOptions } from './access.options.ts';
import { KeyRing } from './key-ring.ts';
import type { Principal } from './principal.ts';
import { keyIdOf, readToken, type TokenClaims } from './session-token.ts';

export interface KnownSigningKey {
  _id: string;
  v: number;
  publicKey: { kty: 'OKP'; crv: 'Ed25519'; x: string };
  expiresAt: string;
}

export interface RevokedSession {
  _id: string;
  v: number;
  /** Its last token has expired by then: the row goes by itself. */
  forgetAt: Date;
}

const patienceMs = 1_500;
/** Requests that wait for a key at once: whoever makes keys up by the thousand holds up nothing. */
const mostWaiting = 50;

/**
 * Who a ten-minute token speaks for, as this service can tell by itself: public keys and revoked sessions it has heard
 * of, and the rights that the person has now. A right that was taken away, or a closed session, is so at once.
 */
@Injectable()
export class TokenRing {
  readonly signingKeys: Model<KnownSigningKey>;
  readonly revokedSessions: Model<RevokedSession>;
  private readonly imported = new Map<string, CryptoKey>();
  private waiting = 0;

  constructor(
    database: Database,
    private readonly ring: KeyRing,
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
  ) {
    this.signingKeys = database.model<KnownSigningKey>(
      'access_signing_keys',
      new Schema({ _id: String, v: Number }, { strict: false }),
    );
    const revoked = new Schema({ _id: String, v: Number, forgetAt: Date });
    revoked.index({ forgetAt: 1 }, { expireAfterSeconds: 0 });
    this.revokedSessions = database.model<RevokedSession>('access_revoked_sessions', revoked);
  }

  /** The signed-in person, now; null for a token that is not ours, too old, or of a session that was closed. */
  async principalOf(token: string, now: Date): Promise<Principal | null> {
    const claims = await this.verified(token, now);
    if (!claims) return null;
    const [revoked, person] = await Promise.all([
      this.revokedSessions.exists({ _id: claims.session }),
      this.ring.members.findById(claims.person).lean(),
    ]);
    if (revoked || !person) return null;
    return {
      keyId: `session-${claims.session}`,
      session: claims.session,
      kind: 'person',
      id: claims.person,
      grants: person.grants,
      selfEndorsing: false,
    };
  }

  private async verified(token: string, now: Date): Promise<TokenClaims | null> {
    const keyId = keyIdOf(token);
    const known = keyId && (await this.find(keyId));
    if (!known || Date.parse(known.expiresAt) <= now.getTime()) return null;
    return readToken(token, await this.publicKeyOf(known), this.options.origin, now);
  }

  /** A key made a moment ago may still be on its way here: it is given a little time to arrive. */
  private async find(keyId: string): Promise<KnownSigningKey | null> {
    const look = () => this.signingKeys.findById(keyId).lean<KnownSigningKey>();
    const known = await look();
    if (known || this.waiting >= mostWaiting) return known;
    this.waiting += 1;
    try {
      return await this.comes(look);
    } finally {
      this.waiting -= 1;
    }
  }

  private async comes(look: () => Promise<KnownSigningKey | null>): Promise<KnownSigningKey | null> {
    for (let waited = 0; waited < patienceMs; waited += 50) {
      await pause(50);
      const known = await look();
      if (known) return known;
    }
    return null;
  }

  private async publicKeyOf({ _id, publicKey }: KnownSigningKey): Promise<CryptoKey> {
    const kept = this.imported.get(publicKey.x);
    if (kept) return kept;
    const key = (await importJWK({ ...publicKey, kid: _id }, 'EdDSA')) as CryptoKey;
    this.imported.set(publicKey.x, key);
    return key;
  }
}
