import { Injectable } from '@nestjs/common';
import { truncatedAddress } from '#platform';
import { PersonRepository } from '../people/person.repository.ts';
import { browserOf } from '../sessions/browser.ts';
import type { ClientPart } from '../sessions/client-part.ts';
import { OpenSession } from '../sessions/open-session.ts';
import { RequestLimits } from '../sign-in/request-limits.ts';
import { SignInLog } from '../sign-in/sign-in-log.ts';
import type { SignedIn } from '../sign-in/sign-in-with-link.ts';
import { NobodyKnownBy, NoOidc, OidcAnswerRefused } from './oidc.problems.ts';
import { OidcAuthorizationRepository } from './oidc-authorization.repository.ts';
import { OidcProvider } from './oidc-provider.ts';

/** Signs in whoever the configured provider vouches for, when we know them by their verified address. */
@Injectable()
export class SignInWithOidc {
  constructor(
    private readonly provider: OidcProvider,
    private readonly authorizations: OidcAuthorizationRepository,
    private readonly limits: RequestLimits,
    private readonly people: PersonRepository,
    private readonly openSession: OpenSession,
    private readonly log: SignInLog,
  ) {}

  async begin(
    returnTo: string | undefined,
    { ip }: ClientPart,
    now: Date,
  ): Promise<{ url: string; authorization: string }> {
    if (!this.provider.isConfigured) throw new NoOidc();
    await this.limits.countPlace(ip, now);
    const { url, binding } = await this.provider.begin();
    return { url, authorization: await this.authorizations.add(binding, returnTo ?? null, now) };
  }

  /** @param query of the address at which the browser came back. */
  async finish(authorization: string, query: string, client: ClientPart, now: Date): Promise<SignedIn> {
    if (!this.provider.isConfigured) throw new NoOidc();
    const pending = await this.authorizations.take(authorization, now);
    if (!pending) return this.refuse('unknown', new OidcAnswerRefused(), client, now);
    const email = await this.provider
      .verifiedEmail(query, pending.binding)
      .catch((error: Error) =>
        this.refuse(error instanceof OidcAnswerRefused ? 'answer-refused' : 'provider-away', error, client, now),
      );
    const person = email && (await this.people.findByEmail(email));
    if (!person) {
      return this.refuse(email ? 'person-unknown' : 'address-not-verified', new NobodyKnownBy(email), client, now);
    }
    return { ...(await this.openSession.execute(person._id, 'oidc', client, now)), returnTo: pending.returnTo };
  }

  private async refuse(reason: string, problem: Error, { ip, userAgent }: ClientPart, now: Date): Promise<never> {
    await this.log.note({
      at: now,
      what: 'sign-in-refused',
      person: null,
      session: null,
      means: 'oidc',
      address: truncatedAddress(ip),
      browser: browserOf(userAgent),
      reason,
    });
    throw problem;
  }
}
