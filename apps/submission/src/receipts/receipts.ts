import { Inject, Injectable } from '@nestjs/common';
import { SecretBox } from '#persistence';

export const ORIGIN = Symbol('public origin');
const purpose = 'receipt';

/** Addresses that let somebody without an account follow what they proposed. Derived: stored nowhere, guessed by nobody. */
@Injectable()
export class Receipts {
  constructor(
    private readonly box: SecretBox,
    @Inject(ORIGIN) private readonly origin: string,
  ) {}

  urlOf(contribution: string): string {
    return `${this.origin}/api/v1/receipts/${contribution}.${this.box.sign(purpose, contribution)}`;
  }

  /** The same for people: a page of the website. */
  pageOf(contribution: string): string {
    return `${this.origin}/recu/${contribution}.${this.box.sign(purpose, contribution)}`;
  }

  /** The contribution that a token is about; null when it is not one of ours. */
  read(token: string): string | null {
    const [contribution = '', signature = ''] = token.split('.', 2);
    return contribution && this.box.verify(purpose, contribution, signature) ? contribution : null;
  }
}
