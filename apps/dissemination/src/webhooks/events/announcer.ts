import { Injectable } from '@nestjs/common';
import { PublicOrigin } from '../../public-origin.ts';
import { contributionOf, type Outgoing, outgoingOf, type WebhookEvent } from './outgoing.ts';
import { Producers } from './producers.ts';

/** Tells what of an event is for webhooks. */
@Injectable()
export class Announcer {
  /** Each partition hears the same event: what it says is made once. */
  private readonly said = new WeakMap<WebhookEvent, Outgoing[]>();

  constructor(
    private readonly producers: Producers,
    private readonly origin: PublicOrigin,
  ) {}

  /** @throws Error while nobody knows yet who produced what it is about: it is heard from another stream, and comes. */
  async outgoing(event: WebhookEvent): Promise<Outgoing[]> {
    const known = this.said.get(event);
    if (known) return known;
    const contribution = contributionOf(event);
    const producer = contribution === null ? null : await this.producers.find(contribution);
    if (contribution !== null && !producer) throw new Error(`nobody produced ${contribution} as yet`);
    const outgoing = outgoingOf(event, this.origin, producer);
    this.said.set(event, outgoing);
    return outgoing;
  }
}
