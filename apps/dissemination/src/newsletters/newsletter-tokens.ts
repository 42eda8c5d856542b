import { Injectable } from '@nestjs/common';
import { SecretBox } from '#persistence';
import { PublicOrigin } from '../public-origin.ts';

export type TokenPurpose = 'confirm' | 'unsubscribe';

/**
 * The links of a mail. A token says whose subscription and proves it (HMAC, one key per purpose): nothing is stored, it
 * can be printed in every mail, and the one to leave opens nothing else.
 */
@Injectable()
export class NewsletterTokens {
  constructor(
    private readonly box: SecretBox,
    private readonly origin: PublicOrigin,
  ) {}

  link(purpose: TokenPurpose, subscription: string): string {
    const token = `${subscription}.${this.box.sign(`newsletter-${purpose}`, subscription)}`;
    return this.origin.address(`/newsletters/${purpose}/${token}`);
  }

  /** The subscription that a token speaks for; null for anything that we did not make for that purpose. */
  read(purpose: TokenPurpose, token: string): string | null {
    const [subscription, signature, ...rest] = token.split('.');
    if (!subscription || !signature || rest.length) return null;
    return this.box.verify(`newsletter-${purpose}`, subscription, signature) ? subscription : null;
  }
}
