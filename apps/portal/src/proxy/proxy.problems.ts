import { Problem } from '#platform';

/** The service behind did not answer in time. */
export class ServiceTimedOut extends Problem {
  constructor() {
    super(
      'timed-out',
      504,
      {
        fr: 'Le service n’a pas répondu à temps : réessayez plus tard.',
        en: 'The service took too long: retry later.',
      },
      {},
      { 'retry-after': '10' },
    );
  }
}

export class BodyTooLarge extends Problem {
  constructor(readonly limitBytes: number) {
    super('too-large', 413, {
      fr: `Le contenu envoyé est trop grand : ${Math.floor(limitBytes / 1024)} Kio au plus.`,
      en: `What was sent is too large: ${Math.floor(limitBytes / 1024)} KiB at most.`,
    });
  }
}

export class MethodNotAllowed extends Problem {
  constructor(allowed: readonly string[]) {
    super(
      'method-not-allowed',
      405,
      {
        fr: `Méthode non admise ici. Possibles : ${allowed.join(', ')}.`,
        en: `Method not allowed here. Possible: ${allowed.join(', ')}.`,
      },
      {},
      { allow: allowed.join(', ') },
    );
  }
}

export class TooManyRequests extends Problem {
  constructor(retryAfterSeconds: number) {
    super(
      'too-many-requests',
      429,
      { fr: 'Trop de requêtes : réessayez plus tard.', en: 'Too many requests: retry later.' },
      {},
      { 'retry-after': String(retryAfterSeconds) },
    );
  }
}

/** A path that would mean another one to the service than to the portal. */
export class AmbiguousPath extends Problem {
  constructor() {
    super('malformed-request', 400, { fr: 'L’adresse demandée n’est pas lisible.', en: 'The address cannot be read.' });
  }
}
