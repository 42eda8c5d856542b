import { Injectable } from '@nestjs/common';
import { SecretBox } from '#persistence';

const purpose = 'sign-in-link';

/**
 * What a sign-in link carries. It says which link and proves it (HMAC, a key of its own): nothing that opens anything is
 * stored, and the mail is the same at each attempt.
 */
@Injectable()
export class SignInTokens {
  constructor(private readonly box: SecretBox) {}

  write(link: string): string {
    return `${link}.${this.box.sign(purpose, link)}`;
  }

  /** The link that a token names; null for anything that we did not write. */
  read(token: string): string | null {
    const [link, signature, ...rest] = token.split('.');
    if (!link || !signature || rest.length) return null;
    return this.box.verify(purpose, link, signature) ? link : null;
  }
}
