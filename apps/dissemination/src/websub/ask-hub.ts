import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Wake } from '#messaging';
import { checkAddress, type OutboundPolicy } from '#outbound-http';
import { newId, SecretBox } from '#persistence';
import { InvalidFields, Problem } from '#platform';
import { LedgerRepository } from '../ledger/ledger.repository.ts';
import { deliveryId } from '../ledger/ledger.ts';
import { PublicOrigin } from '../public-origin.ts';
import { HubRepository } from './hub.repository.ts';
import { HUB_POLICY } from './hub-policy.ts';
import { type HubDelivery, type hubRequest, hubSubscriptionId, type Intent, leaseFor } from './hub-subscription.ts';
import { feedOfTopic } from './topic.ts';

/** Whoever asks in somebody else's name must not have us knock at their door for ever. */
const mostWaiting = 10;

const notOurs = {
  pointer: '/hub.topic',
  code: 'unknown-topic',
  detail: {
    fr: 'Ce n’est pas l’adresse de l’un de nos flux : /feeds/resources.rss, .atom ou .json, avec un filtre.',
    en: 'This is not the address of one of our feeds: /feeds/resources.rss, .atom or .json, with a filter.',
  },
};

class TooManyWaiting extends Problem {
  constructor() {
    super(
      'too-many-requests',
      429,
      {
        fr: 'Trop de demandes attendent déjà une confirmation de cette adresse.',
        en: 'Too many requests already wait for a confirmation by this address.',
      },
      {},
      { 'retry-after': '60' },
    );
  }
}

/** Takes a request for a subscription: nothing begins before the subscriber has confirmed it. */
@Injectable()
export class AskHub {
  constructor(
    private readonly hub: HubRepository,
    private readonly ledger: LedgerRepository,
    private readonly origin: PublicOrigin,
    private readonly secrets: SecretBox,
    private readonly wake: Wake,
    @Inject(HUB_POLICY) private readonly policy: OutboundPolicy,
  ) {}

  /** @throws InvalidFields @throws TooManyWaiting */
  async execute(asked: z.output<typeof hubRequest>, now: Date): Promise<void> {
    const { 'hub.mode': mode, 'hub.topic': topic, 'hub.callback': callback } = asked;
    if (!feedOfTopic(this.origin, topic)) throw new InvalidFields([notOurs]);
    const check = checkAddress(callback, this.policy);
    if (!check.ok) {
      const detail = { fr: check.detail, en: 'This callback may not be reached.' };
      throw new InvalidFields([{ pointer: '/hub.callback', code: check.code, detail }]);
    }
    const { origin: callbackOrigin } = new URL(callback);
    if ((await this.hub.waitingAt(callbackOrigin)) >= mostWaiting) throw new TooManyWaiting();
    const secret = asked['hub.secret'] === undefined ? null : this.secrets.seal(asked['hub.secret']);
    const intent: Intent = { mode, topic, callback, secret, leaseSeconds: leaseFor(asked['hub.lease_seconds']) };
    await this.write(intent, callbackOrigin, now);
  }

  private async write(intent: Intent, callbackOrigin: string, now: Date): Promise<void> {
    const cause = `hub-${newId()}`;
    const recipient = hubSubscriptionId(intent.topic, intent.callback);
    const data = JSON.stringify(intent);
    await this.ledger.keepCause({ _id: cause, type: 'hub.verify', occurredAt: now.toISOString(), data });
    const row: HubDelivery = {
      _id: deliveryId(cause, 'websub', recipient),
      channel: 'websub',
      kind: 'verify',
      cause,
      recipient,
      callbackOrigin,
      state: 'pending',
      attempts: 0,
      dueAt: now,
      createdAt: now,
    };
    await this.ledger.add([row]);
    this.wake.call('websub');
  }
}
