import { Problem } from '#platform';

export class TooManySubscriptions extends Problem {
  constructor() {
    super('too-many-subscriptions', 409, {
      fr: 'Cette adresse a déjà vingt abonnements : retirez-en un d’abord.',
      en: 'This address already has twenty subscriptions: remove one first.',
    });
  }
}

export class TooManyRequests extends Problem {
  constructor(retryAfterS: number) {
    const detail = {
      fr: 'Trop de demandes : réessayez un peu plus tard.',
      en: 'Too many requests: try again a little later.',
    };
    super('too-many-requests', 429, detail, {}, { 'retry-after': String(retryAfterS) });
  }
}

export class SomebodyElses extends Problem {
  constructor() {
    super('somebody-elses-address', 409, {
      fr: 'Cette adresse est déjà connue sans ce responsable : elle ne peut pas devenir la liste de quelqu’un d’autre.',
      en: 'This address is known already without this owner: it cannot become somebody else’s list.',
    });
  }
}

/** Whoever signs up a list answers for those who read it. */
export class OwnerNeedsRole extends Problem {
  constructor() {
    super('forbidden', 403, {
      fr: 'Seule une personne qui anime un réseau, ou l’exploitation, abonne une liste de diffusion.',
      en: 'Only who runs a network, or operates the platform, signs up a mailing list.',
    });
  }
}
