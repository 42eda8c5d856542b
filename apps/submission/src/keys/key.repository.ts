import { Injectable } from '@nestjs/common';
import { announce, keyIssued, keyRevoked } from '#contracts';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import type { IssuedKey } from './key.ts';

@Injectable()
export class KeyRepository {
  readonly store: AggregateStore<IssuedKey>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<IssuedKey>(database, relay, 'keys', [[{ network: 1 }]]);
    this.store.reannounces((key) => [key.revokedAt ? announce(keyRevoked, { keyId: key._id }) : issued(key)]);
  }

  async ofNetwork(network: string): Promise<IssuedKey[]> {
    return this.store.model
      .find({ network } as never, { outbox: 0, relay: 0, hash: 0, idempotency: 0 })
      .sort({ _id: 1 })
      .lean<IssuedKey[]>();
  }

  async add(key: Omit<IssuedKey, 'v'>, now: Date): Promise<IssuedKey> {
    return this.store.insert(key, now, issued(key));
  }

  /** It works until then, and no longer. */
  async endAt(seen: IssuedKey, expiresAt: string, now: Date): Promise<IssuedKey> {
    return this.store.save(seen, { expiresAt }, now, issued({ ...seen, expiresAt }));
  }

  async revoke(seen: IssuedKey, now: Date): Promise<IssuedKey> {
    return this.store.save(seen, { revokedAt: now.toISOString() }, now, announce(keyRevoked, { keyId: seen._id }));
  }
}

const issued = ({ _id, hash, principal, grants, selfEndorsing, expiresAt }: Omit<IssuedKey, 'v'>) =>
  announce(keyIssued, { keyId: _id, hash, principal, grants: [...grants], selfEndorsing, expiresAt });
