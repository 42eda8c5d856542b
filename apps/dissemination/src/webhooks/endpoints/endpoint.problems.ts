import type { AddressCheck } from '#outbound-http';
import { InvalidFields, Problem } from '#platform';

export class EndpointNotFound extends Problem {
  constructor() {
    super('webhook-endpoint-not-found', 404, {
      fr: 'Point de réception introuvable.',
      en: 'Webhook endpoint not found.',
    });
  }
}

export class EndpointNotVerified extends Problem {
  constructor(status: string) {
    super(
      'webhook-endpoint-not-verified',
      409,
      {
        fr: 'Ce point de réception n’a pas encore répondu à un ping : il ne peut pas être activé.',
        en: 'This endpoint has not answered a ping yet: it cannot be activated.',
      },
      { currentStatus: status },
    );
  }
}

export class DeliveryNotFound extends Problem {
  constructor() {
    super('delivery-not-found', 404, { fr: 'Envoi introuvable.', en: 'Delivery not found.' });
  }
}

/** An address that we will not post to, with the reason. */
export const refusedAddress = (check: Extract<AddressCheck, { ok: false }>) =>
  new InvalidFields([
    { pointer: '/url', code: check.code, detail: { fr: check.detail, en: check.code.replaceAll('-', ' ') } },
  ]);
