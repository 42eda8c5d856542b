import { Injectable } from '@nestjs/common';
import { PublicOrigin } from '../../public-origin.ts';
import { contributionOf, type Outgoing, outgoingOf, type WebhookEvent } from './outgoing.ts';
import { Producers } from './producers.ts';

/** Tells what of an event is for webhooks. */
@Injectable()
export class Announcer {
  constructor(
    private readonly producers: Producers,
    private readonly origin: PublicOrigin,
  ) {}

  /** @throws Error while nobody knows yet who produced what it is about: it is heard from another stream, and comes. */
  async outgoing(event: WebhookEvent): Promise<Outgoing[]> {
    const contribution = contributionOf(event);
    const producer = contribution === null ? null : await this.producers.find(contribution);
    if (contribution !== null && !producer) throw new Error(`nobody produced ${contribution} as yet`);
    return outgoingOf(event, this.origin, producer);
  }
}
