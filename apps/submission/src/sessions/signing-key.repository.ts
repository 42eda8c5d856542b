import { Injectable } from '@nestjs/common';
import { announce, signingKeyPublished } from '#contracts';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import { believedUntil, type SigningKey } from './signing-key.ts';

@Injectable()
export class SigningKeyRepository {
  readonly store: AggregateStore<SigningKey>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<SigningKey>(database, relay, 'signing_keys');
    this.store.reannounces((key) => [told(key)]);
  }

  /** All of them: one a month. */
  async all(): Promise<SigningKey[]> {
    return this.store.model.find({}, { outbox: 0, relay: 0 }).sort({ _id: 1 }).lean<SigningKey[]>();
  }

  /** @throws duplicate key (11000) when another instance made it. */
  async add(key: Omit<SigningKey, 'v'>, now: Date): Promise<SigningKey> {
    return this.store.insert(key, now, told({ ...key, v: 0 }));
  }

  async revoke(seen: SigningKey, now: Date): Promise<void> {
    const revokedAt = now.toISOString();
    await this.store.save(seen, { revokedAt }, now, told({ ...seen, revokedAt }));
  }
}

const told = (key: SigningKey) =>
  announce(signingKeyPublished, { keyId: key._id, publicKey: key.publicKey, expiresAt: believedUntil(key) });
