import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type Model, Schema } from 'mongoose';
import type { Grant } from '#contracts';
import { Database } from '#persistence';
import { keyMadeAt, readApiKey, secretMatches } from './api-key.ts';
import { grantsOfKey, type Principal } from './principal.ts';

export interface KnownKey {
  _id: string;
  v: number;
  hash?: string;
  principal?: { kind: 'person' | 'network'; id: string };
  grants?: Grant[];
  selfEndorsing?: boolean;
  expiresAt?: string | null;
  revoked?: boolean;
  /** When it was last presented here, give or take an hour. */
  usedAt?: Date;
}

export interface KnownMember {
  _id: string;
  v: number;
  grants: Grant[];
}

const usedEveryMs = 3600_000;
const freshMs = 10_000;
const patienceMs = 1_500;

/** Every key and everybody's rights, as this service has heard of them: it checks by itself, whoever else is down. */
@Injectable()
export class KeyRing {
  readonly keys: Model<KnownKey>;
  readonly members: Model<KnownMember>;

  constructor(database: Database) {
    const schema = () => new Schema({ _id: String, v: Number }, { strict: false });
    this.keys = database.model<KnownKey>('access_keys', schema());
    this.members = database.model<KnownMember>('access_members', schema());
  }

  /** Who holds this key, now; null when nobody does. */
  async principalOf(written: string, now: Date): Promise<Principal | null> {
    const given = readApiKey(written);
    if (!given) return null;
    const known = await this.find(given.id, now);
    if (!known?.key.hash || !known.key.principal || known.key.revoked) return null;
    const { key, person } = known;
    if (!secretMatches(given.secret, known.key.hash)) return null;
    if (key.expiresAt && Date.parse(key.expiresAt) <= now.getTime()) return null;
    this.noteUse(key, now);
    const { kind, id } = known.key.principal;
    return {
      keyId: key._id,
      kind,
      id,
      grants: grantsOfKey(kind, key.grants ?? [], person?.grants ?? []),
      selfEndorsing: key.selfEndorsing ?? false,
    };
  }

  /** When each of these keys was last presented to this service; those that never were are not in it. */
  async lastUses(ids: readonly string[]): Promise<Map<string, string>> {
    const used = await this.keys
      .find({ _id: { $in: [...ids] }, usedAt: { $exists: true } } as never, { usedAt: 1 })
      .lean<KnownKey[]>();
    return new Map(used.flatMap(({ _id, usedAt }) => (usedAt ? [[_id, usedAt.toISOString()] as const] : [])));
  }

  /** At most once an hour, in the background: a request waits for nothing that nobody asked. */
  private noteUse({ _id, usedAt }: KnownKey, now: Date): void {
    if (usedAt && now.getTime() - usedAt.getTime() < usedEveryMs) return;
    void this.keys.collection.updateOne({ _id } as never, { $set: { usedAt: now } } as never).catch(() => undefined);
  }

  /** A key made a moment ago may still be on its way here: it is given a little time to arrive. */
  private async find(id: string, now: Date): Promise<{ key: KnownKey; person: KnownMember | null } | null> {
    const madeAt = keyMadeAt(id);
    const isFresh = madeAt !== null && Math.abs(now.getTime() - madeAt.getTime()) < freshMs;
    for (let waited = 0; ; waited += 50) {
      const key = await this.keys.findById(id).lean<KnownKey>();
      const holder = key?.principal?.kind === 'person' ? key.principal.id : null;
      const person = holder ? await this.members.findById(holder).lean<KnownMember>() : null;
      const isComplete = key && (!holder || person);
      if (isComplete || !isFresh || waited >= patienceMs) return key && { key, person };
      await pause(50);
    }
  }
}
