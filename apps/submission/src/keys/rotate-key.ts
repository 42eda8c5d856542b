import { Injectable } from '@nestjs/common';
import { hashSecret, newApiKey, writeApiKey } from '#access';
import { createOnce, type IdempotentRequest, idempotencyOf, SecretBox } from '#persistence';
import { NotFound } from '#platform';
import { KeyRepository } from './key.repository.ts';
import { type IssuedKey, keyView } from './key.ts';

const overlapHours = 24;

/** Replaces a key by one that may do the same. The old one works a day longer, for whoever has it in a configuration. */
@Injectable()
export class RotateKey {
  constructor(
    private readonly keys: KeyRepository,
    private readonly box: SecretBox,
  ) {}

  async execute(network: string, id: string, request: IdempotentRequest | undefined, now: Date) {
    const sealed = await createOnce(this.keys.store.model, request, () => this.replace(network, id, request, now));
    return JSON.parse(this.box.open(sealed)) as ReturnType<typeof keyView> & {
      key: string;
      previousValidUntil: string;
    };
  }

  private async replace(network: string, id: string, request: IdempotentRequest | undefined, now: Date) {
    const old = await this.keys.store.find(id);
    if (!old || old.network !== network || old.revokedAt) throw new NotFound();
    const secret = newApiKey();
    const { name, principal, grants, selfEndorsing, expiresAt } = old;
    const key: Omit<IssuedKey, 'v'> = {
      _id: secret.id,
      ...{ name, network, principal, grants, selfEndorsing, expiresAt, revokedAt: null },
      hash: hashSecret(secret.secret),
      issuedAt: now.toISOString(),
      replaces: old._id,
    };
    const previousValidUntil = soonest(expiresAt, new Date(now.getTime() + overlapHours * 3600_000).toISOString());
    const view = { ...keyView({ ...key, v: 0 }), key: writeApiKey(secret), previousValidUntil };
    const answer = this.box.seal(JSON.stringify(view));
    await this.keys.add({ ...key, idempotency: idempotencyOf(request, answer, new Date()) }, now);
    await this.keys.store.change(async () => {
      const seen = await this.keys.store.find(id);
      if (seen && !seen.revokedAt) await this.keys.endAt(seen, soonest(seen.expiresAt, previousValidUntil), now);
    });
    return answer;
  }
}

const soonest = (one: string | null, other: string): string => (one && one < other ? one : other);
