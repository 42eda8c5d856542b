import { Injectable } from '@nestjs/common';
import { NotFound, truncatedAddress } from '#platform';
import { SignInLog } from '../sign-in/sign-in-log.ts';
import { browserOf } from './browser.ts';
import type { ClientPart } from './client-part.ts';
import { SessionRepository } from './session.repository.ts';
import type { Session } from './session.ts';

/** Closes sessions of a person. Their tokens are void everywhere as soon as the event has arrived. */
@Injectable()
export class RevokeSessions {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly log: SignInLog,
  ) {}

  /** Closing what is closed already changes nothing. @throws NotFound for a session of somebody else */
  async one(id: string, person: string, client: ClientPart, now: Date): Promise<void> {
    await this.sessions.store.change(async () => {
      const session = await this.sessions.store.find(id);
      if (session?.person !== person) throw new NotFound();
      if (!session.revokedAt) await this.close(session, client, now);
    });
  }

  /** All but one: that of the browser at hand. */
  async others(person: string, kept: string | undefined, client: ClientPart, now: Date): Promise<void> {
    for (const { _id } of await this.sessions.liveOf(person, now)) {
      if (_id !== kept) await this.one(_id, person, client, now);
    }
  }

  private async close(session: Session, { ip, userAgent }: ClientPart, now: Date): Promise<void> {
    await this.log.note({
      at: now,
      what: 'session-revoked',
      person: session.person,
      session: session._id,
      means: session.means,
      address: truncatedAddress(ip),
      browser: browserOf(userAgent),
      reason: null,
    });
    await this.sessions.revoke(session, now);
  }
}
