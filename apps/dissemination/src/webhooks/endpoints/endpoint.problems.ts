import type { AddressCheck } from '#outbound-http';
import { InvalidFields, Problem } from '#platform';
import type { Endpoint } from './endpoint.ts';
import { type ChatFormat, chatNames, isChat } from './endpoint-format.ts';

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

/** Nothing is sent to it: enabling it comes first. */
export class EndpointDisabled extends Problem {
  constructor() {
    super('webhook-endpoint-disabled', 409, {
      fr: 'Ce point de réception est désactivé : réactivez-le d’abord.',
      en: 'This endpoint is disabled: enable it first.',
    });
  }
}

export class DeliveryNotFound extends Problem {
  constructor() {
    super('delivery-not-found', 404, { fr: 'Envoi introuvable.', en: 'Delivery not found.' });
  }
}

const notKept = {
  'no-payload': {
    fr: 'Le contenu de cet envoi n’est plus gardé (90 jours) : il ne peut pas repartir.',
    en: 'The body of this delivery is kept no more (90 days): it cannot be sent again.',
  },
  'name-removed': {
    fr: 'Cet envoi portait un nom, retiré depuis à la demande de l’auteur : il ne repart pas. L’envoi « resource.revised » qui l’a suivi dit l’état présent.',
    en: 'This delivery said a name that was taken off since: it is not sent again. The “resource.revised” that followed says the present state.',
  },
} as const;

/** The same id never goes with another body: what said a name that was taken off is not sent again. */
export class DeliveryNotKept extends Problem {
  constructor(reason: keyof typeof notKept) {
    super('delivery-not-kept', 410, notKept[reason], { reason });
  }
}

/** A chat verifies no signature: there is no secret to change. */
export class EndpointUnsigned extends Problem {
  constructor() {
    super('webhook-endpoint-unsigned', 409, {
      fr: 'Une messagerie ne vérifie pas de signature : ce point de réception n’a pas de secret.',
      en: 'A chat verifies no signature: this endpoint has no secret.',
    });
  }
}

/** The address of a chat that does not read what would be sent. Of an endpoint that is there, the format stays. */
export const wrongFormat = (format: ChatFormat, isThere: boolean) =>
  new InvalidFields([
    {
      pointer: isThere ? '/url' : '/format',
      code: 'wrong-format',
      detail: {
        fr: `Cette adresse est celle d’un canal ${chatNames[format]} : ${isThere ? 'créez un point de réception au' : 'choisissez le'} format « ${format} ».`,
        en: `This address is of a ${chatNames[format]} channel: ${isThere ? 'create an endpoint of' : 'choose'} the format “${format}”.`,
      },
    },
  ]);

/** An address that we will not post to, with the reason. */
export const refusedAddress = (check: Extract<AddressCheck, { ok: false }>) =>
  new InvalidFields([
    { pointer: '/url', code: check.code, detail: { fr: check.detail, en: check.code.replaceAll('-', ' ') } },
  ]);

const chatsOnly = (name: string) => ({
  pointer: `/${name}`,
  code: 'chats-only',
  detail: {
    fr: 'Ce réglage n’existe que pour les messageries : le format « standard » reçoit chaque événement.',
    en: 'This is for chats alone: the “standard” format gets each event.',
  },
});
const standardOnly = (name: string) => ({
  pointer: `/${name}`,
  code: 'standard-only',
  detail: {
    fr: 'Ce réglage n’existe que pour le format « standard » : une messagerie ne vérifie pas de signature.',
    en: 'This is for the “standard” format alone: a chat verifies no signature.',
  },
});

/** What goes with one format only. @throws InvalidFields */
export const requireFormat = ({
  format,
  rhythm,
  signatures,
}: Partial<Pick<Endpoint, 'format' | 'rhythm' | 'signatures'>>) => {
  const chat = format !== undefined && isChat(format);
  const errors = [
    ...(!chat && rhythm && rhythm.every !== 'event' ? [chatsOnly('rhythm')] : []),
    ...(chat && signatures?.includes('v1a') ? [standardOnly('signatures')] : []),
  ];
  if (errors.length) throw new InvalidFields(errors);
};
