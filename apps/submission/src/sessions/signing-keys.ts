import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK } from 'jose';
import { Database, isDuplicateKey, SecretBox } from '#persistence';
import { SigningKeyRepository } from './signing-key.repository.ts';
import { keysToSignWith, needsAnother, type SigningKey } from './signing-key.ts';

/** What a token is signed with. */
export interface Signer {
  readonly id: string;
  readonly privateKey: CryptoKey;
}

/** The key of the moment, made and changed in time by whichever instance is first. */
@Injectable()
export class SigningKeys implements OnApplicationBootstrap {
  private readonly logger = new Logger(SigningKeys.name);
  private readonly opened = new Map<string, CryptoKey>();

  constructor(
    private readonly keys: SigningKeyRepository,
    private readonly box: SecretBox,
    private readonly database: Database,
  ) {}

  /** Made before anybody signs in, so that services hear of it first. */
  onApplicationBootstrap(): void {
    void this.database.ready
      .then(() => this.current(new Date()))
      .catch((error: unknown) => this.logger.warn({ error, msg: 'no signing key yet: made when it is needed' }));
  }

  async current(now: Date): Promise<Signer> {
    const known = await this.keys.all();
    const keys = needsAnother(known, now) ? await this.withAnother(known, now) : known;
    const signer =
      (await this.firstThatOpens(keys, now)) ?? (await this.firstThatOpens(await this.withAnother(keys, now), now));
    if (!signer) throw new Error('no signing key opens with ESSAIM_SECRET_KEYS');
    return signer;
  }

  private async firstThatOpens(keys: readonly SigningKey[], now: Date): Promise<Signer | null> {
    for (const key of keysToSignWith(keys, now)) {
      const privateKey = await this.open(key);
      if (privateKey) return { id: key._id, privateKey };
    }
    return null;
  }

  private async open({ _id, sealedPrivateKey }: SigningKey): Promise<CryptoKey | null> {
    const kept = this.opened.get(_id);
    if (kept) return kept;
    try {
      const key = (await importJWK(JSON.parse(this.box.open(sealedPrivateKey)), 'EdDSA')) as CryptoKey;
      this.opened.set(_id, key);
      return key;
    } catch (error) {
      this.logger.error({ error, key: _id, msg: 'a signing key does not open with ESSAIM_SECRET_KEYS' });
      return null;
    }
  }

  /** Named by its day and number: of two instances that make it, one finds the name taken. */
  private async withAnother(known: readonly SigningKey[], now: Date): Promise<SigningKey[]> {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const { x = '' } = await exportJWK(publicKey);
    const key = {
      _id: `${now.toISOString().slice(0, 10)}-${known.length + 1}`,
      publicKey: { kty: 'OKP', crv: 'Ed25519', x } as const,
      sealedPrivateKey: this.box.seal(JSON.stringify(await exportJWK(privateKey))),
      createdAt: now.toISOString(),
      revokedAt: null,
    };
    await this.keys.add(key, now).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
    return this.keys.all();
  }
}
