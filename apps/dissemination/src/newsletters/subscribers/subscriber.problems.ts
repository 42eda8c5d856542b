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
