import { Inject, Injectable } from '@nestjs/common';
import { ACCESS_OPTIONS, type AccessOptions, signToken } from '#access';
import { SessionOver } from './session.problems.ts';
import { SessionRepository } from './session.repository.ts';
import { readSession } from './session.ts';
import { SigningKeys } from './signing-keys.ts';

/** Gives whoever holds a session the token that services take, for ten minutes. Only this service signs them. */
@Injectable()
export class ExchangeSession {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly signingKeys: SigningKeys,
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
  ) {}

  async execute(written: string, now: Date): Promise<{ token: string; expiresAt: string }> {
    const given = readSession(written);
    const session = given && (await this.sessions.see(given.id, given.secret, now));
    if (!session) throw new SessionOver();
    const claims = { person: session.person, session: session._id };
    const signer = await this.signingKeys.current(now);
    const { token, expiresAt } = await signToken(claims, signer, this.options.origin, now);
    return { token, expiresAt: expiresAt.toISOString() };
  }
}
