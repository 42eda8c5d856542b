import { Injectable } from '@nestjs/common';
import { hashSecret, tokenSeconds } from '#access';
import { announce, sessionRevoked } from '#contracts';
import { AggregateStore, OutboxRelay } from '#messaging';
import { Database } from '#persistence';
import { isLive, type Session, unseenForMs } from './session.ts';

const minuteMs = 60_000;
const keptAfterSeconds = 30 * 24 * 3_600;

@Injectable()
export class SessionRepository {
  readonly store: AggregateStore<Session>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Session>(database, relay, 'sessions', [
      [{ person: 1, seenAt: -1 }],
      [{ endsAt: 1 }, { expireAfterSeconds: keptAfterSeconds }],
    ]);
    this.store.reannounces((session) =>
      tokensMayLive(session, new Date()) ? [revoked(session, session.revokedAt)] : [],
    );
  }

  async add(session: Omit<Session, 'v'>, now: Date): Promise<void> {
    await this.store.insert(session, now);
  }

  /** Notes that its browser came, in one guarded write: null when it is over, or the secret is not its own. */
  async see(id: string, secret: string, now: Date): Promise<Session | null> {
    const stillOpen = {
      _id: id,
      hash: hashSecret(secret),
      revokedAt: null,
      endsAt: { $gt: now },
      seenAt: { $gt: new Date(now.getTime() - unseenForMs) },
    };
    return this.store.model
      .findOneAndUpdate(stillOpen as never, { $max: { seenAt: now } } as never, {
        returnDocument: 'after',
        projection: { outbox: 0, relay: 0 },
        strict: false,
      })
      .lean<Session>();
  }

  /** The last seen first. */
  async liveOf(person: string, now: Date): Promise<Session[]> {
    const open = await this.store.model
      .find({ person, revokedAt: null, endsAt: { $gt: now } } as never, { outbox: 0, relay: 0 })
      .sort({ seenAt: -1 })
      .limit(100)
      .lean<Session[]>();
    return open.filter((session) => isLive(session, now));
  }

  async revoke(seen: Session, now: Date): Promise<void> {
    await this.store.save(seen, { revokedAt: now }, now, revoked(seen, now));
  }
}

const tokensMayLive = (session: Session, now: Date): session is Session & { readonly revokedAt: Date } =>
  session.revokedAt !== null && tokensUntil(session.revokedAt) > now;

const tokensUntil = (revokedAt: Date): Date => new Date(revokedAt.getTime() + tokenSeconds * 1000 + minuteMs);

const revoked = ({ _id }: Session, at: Date) =>
  announce(sessionRevoked, { sessionId: _id, tokensUntil: tokensUntil(at).toISOString() });
