import { Injectable } from '@nestjs/common';
import { SecretBox } from '#persistence';
import { PublicOrigin } from '../../public-origin.ts';
import { dayMs, linkDays } from './subscriber.ts';

/**
 * `confirm` and `unsubscribe` are about one subscription; `notices` about what a member is told; `preferences` about a
 * person, and only for some days.
 */
export type TokenPurpose = 'confirm' | 'unsubscribe' | 'notices';

/**
 * The links of a mail. A token says whose subscription and proves it (HMAC, one key per purpose): nothing is stored, it
 * can be printed in every mail, and the one to leave opens nothing else: mails are forwarded.
 */
@Injectable()
export class NewsletterTokens {
  constructor(
    private readonly box: SecretBox,
    private readonly origin: PublicOrigin,
  ) {}

  link(purpose: TokenPurpose, whose: string): string {
    return this.origin.address(`/newsletters/${purpose}/${this.signed(purpose, whose)}`);
  }

  /** The subscription, or the member, that a token speaks for; null for anything that we did not make for that purpose. */
  read(purpose: TokenPurpose, token: string): string | null {
    return this.verified(purpose, token);
  }

  /** Opens what a person receives, to whoever reads their mail in the next days. */
  preferencesLink(person: string, now: Date): string {
    return this.origin.address(`/newsletters/preferences/${this.preferencesToken(person, now)}`);
  }

  preferencesToken(person: string, now: Date): string {
    return this.signed('preferences', `${person}~${Math.floor(now.getTime() / 1000).toString(36)}`);
  }

  readPreferences(token: string, now: Date): string | null {
    const [person, madeAt] = this.verified('preferences', token)?.split('~') ?? [];
    if (!person || !madeAt) return null;
    return now.getTime() - Number.parseInt(madeAt, 36) * 1000 < linkDays * dayMs ? person : null;
  }

  private signed(purpose: TokenPurpose | 'preferences', message: string): string {
    return `${message}.${this.box.sign(`newsletter-${purpose}`, message)}`;
  }

  private verified(purpose: TokenPurpose | 'preferences', token: string): string | null {
    const [message, signature, ...rest] = token.split('.');
    if (!message || !signature || rest.length) return null;
    return this.box.verify(`newsletter-${purpose}`, message, signature) ? message : null;
  }
}
