import { generateKeyPairSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import { Database, SecretBox } from '#persistence';

/** What a network's endpoints are signed with when they ask for `v1a`: nobody has to keep a secret then. */
interface NetworkKey {
  /** The network's id. */
  readonly _id: string;
  /** `whpk_` and the 32 bytes of the Ed25519 public key in base64 (Standard Webhooks 1.0). */
  readonly publicKey: string;
  /** PKCS #8 in PEM, sealed. */
  readonly sealedPrivateKey: string;
  readonly createdAt: Date;
}

/** One Ed25519 key pair for each network that wants one; its public half is public. */
@Injectable()
export class NetworkKeys {
  private readonly keys: Model<NetworkKey>;

  constructor(
    database: Database,
    private readonly box: SecretBox,
  ) {
    this.keys = database.model<NetworkKey>('webhook_keys', new Schema({ _id: String }, { strict: false }));
  }

  /** Makes the pair of a network unless there is one. */
  async ensure(network: string, now: Date): Promise<void> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const { x } = publicKey.export({ format: 'jwk' });
    const made = {
      publicKey: `whpk_${Buffer.from(x ?? '', 'base64url').toString('base64')}`,
      sealedPrivateKey: this.box.seal(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
      createdAt: now,
    };
    // The first one stays, whoever else makes one at this moment.
    await this.keys.collection.updateOne({ _id: network } as never, { $setOnInsert: made }, { upsert: true });
  }

  async publicKeyOf(network: string): Promise<Pick<NetworkKey, 'publicKey' | 'createdAt'> | null> {
    return this.keys.findById(network, { publicKey: 1, createdAt: 1 }).lean<NetworkKey>();
  }

  /** In PEM; null when the network has none. */
  async privateKeyOf(network: string): Promise<string | null> {
    const key = await this.keys.findById(network).lean<NetworkKey>();
    return key && this.box.open(key.sealedPrivateKey);
  }
}
