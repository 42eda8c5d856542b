import { Injectable } from '@nestjs/common';
import { hashSecret } from '#access';
import { newId, newSecret } from '#persistence';
import { truncatedAddress } from '#platform';
import { SignInLog } from '../sign-in/sign-in-log.ts';
import { browserOf } from './browser.ts';
import type { ClientPart } from './client-part.ts';
import { SessionRepository } from './session.repository.ts';
import { longestMs, type SignInMeans, writeSession } from './session.ts';

/** A session as it is given to its browser, this once. */
export interface OpenedSession {
  readonly id: string;
  /** `ses_<id>_<secret>`: what the cookie holds. */
  readonly session: string;
  readonly expiresAt: string;
}

/** Signs somebody in whose proof was just taken. Each time with a new secret: nothing that was known before is worth more. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly log: SignInLog,
  ) {}

  async execute(person: string, means: SignInMeans, client: ClientPart, now: Date): Promise<OpenedSession> {
    const id = newId().replaceAll('-', '');
    const secret = newSecret();
    const from = { browser: browserOf(client.userAgent), address: truncatedAddress(client.ip) };
    const endsAt = new Date(now.getTime() + longestMs);
    await this.log.note({ at: now, what: 'signed-in', person, session: id, means, ...from, reason: null });
    await this.sessions.add(
      {
        _id: id,
        person,
        hash: hashSecret(secret),
        means,
        ...from,
        openedAt: now,
        seenAt: now,
        endsAt,
        revokedAt: null,
      },
      now,
    );
    return { id, session: writeSession(id, secret), expiresAt: endsAt.toISOString() };
  }
}
