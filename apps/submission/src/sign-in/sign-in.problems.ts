import { Problem } from '#platform';

export class TooManySignIns extends Problem {
  constructor(retryAfterSeconds: number) {
    super(
      'too-many-requests',
      429,
      {
        fr: 'Trop de demandes de connexion : réessayez plus tard.',
        en: 'Too many requests to sign in: retry later.',
      },
      {},
      { 'retry-after': String(retryAfterSeconds) },
    );
  }
}

/** It was used, replaced by a newer one, or is too old; or we never wrote it. Which of them is nobody's business. */
export class LinkRefused extends Problem {
  constructor() {
    super('sign-in-link-refused', 410, {
      fr: 'Ce lien de connexion n’est plus valable : il a déjà servi, il a expiré ou un lien plus récent le remplace.',
      en: 'This sign-in link is no longer valid: it was used, it expired or a newer one replaces it.',
    });
  }
}
