import { Injectable } from '@nestjs/common';
import { truncatedAddress } from '#platform';
import { PersonRepository } from '../people/person.repository.ts';
import { browserOf } from '../sessions/browser.ts';
import type { ClientPart } from '../sessions/client-part.ts';
import { type OpenedSession, OpenSession } from '../sessions/open-session.ts';
import { LinkRefused } from './sign-in.problems.ts';
import { SignInLinkRepository } from './sign-in-link.repository.ts';
import { refusalOf, type SignInLink } from './sign-in-link.ts';
import { SignInLog } from './sign-in-log.ts';
import { SignInTokens } from './sign-in-tokens.ts';

export interface SignedIn extends OpenedSession {
  readonly returnTo: string | null;
}

/** Signs in whoever shows the token of a link, once. */
@Injectable()
export class SignInWithLink {
  constructor(
    private readonly tokens: SignInTokens,
    private readonly links: SignInLinkRepository,
    private readonly people: PersonRepository,
    private readonly openSession: OpenSession,
    private readonly log: SignInLog,
  ) {}

  async execute(token: string, client: ClientPart, now: Date): Promise<SignedIn> {
    const id = this.tokens.read(token);
    if (!id) throw new LinkRefused();
    const link = await this.links.use(id, now);
    if (!link) return this.refuse(await this.links.find(id), client, now);
    const person = await this.people.findByEmail(link.email);
    if (!person) return this.refuse(null, client, now);
    const opened = await this.openSession.execute(person._id, 'link', client, now);
    return { ...opened, returnTo: link.returnTo };
  }

  private async refuse(link: SignInLink | null, { ip, userAgent }: ClientPart, now: Date): Promise<never> {
    const person = link && (await this.people.findByEmail(link.email));
    await this.log.note({
      at: now,
      what: 'sign-in-refused',
      person: person?._id ?? null,
      session: null,
      means: 'link',
      address: truncatedAddress(ip),
      browser: browserOf(userAgent),
      reason: refusalOf(link, now) ?? 'unknown',
    });
    throw new LinkRefused();
  }
}
