import { Injectable } from '@nestjs/common';
import { Wake } from '#messaging';
import { newId } from '#persistence';
import type { ClientPart } from '../sessions/client-part.ts';
import { RequestLimits } from './request-limits.ts';
import { SignInLinkRepository } from './sign-in-link.repository.ts';
import { newLink, type WantedLink } from './sign-in-link.ts';

/**
 * Takes the wish for a sign-in link. It does the same, in the same time, whoever the address belongs to: who is known by
 * it is looked up once the answer has left.
 */
@Injectable()
export class AskForLink {
  constructor(
    private readonly limits: RequestLimits,
    private readonly links: SignInLinkRepository,
    private readonly wake: Wake,
  ) {}

  async execute(wanted: WantedLink, { ip }: ClientPart, now: Date): Promise<void> {
    await this.limits.countPlace(ip, now);
    await this.limits.countEmail(wanted.email, now);
    await this.links.add(newLink(newId(), wanted, now));
    this.wake.call('sign-in');
  }
}
