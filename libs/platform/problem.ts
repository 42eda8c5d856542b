import { problemTitles } from './problem-titles.ts';

/** A sentence for people, in the two languages that errors speak. */
export interface Localised {
  readonly fr: string;
  readonly en: string;
}

/** One entry of `errors` in a 422: where, what kind, and a sentence. */
export interface FieldError {
  /** JSON Pointer (RFC 6901) into the body, or into the query. */
  readonly pointer: string;
  readonly code: string;
  readonly detail: Localised;
}

/**
 * A refusal that we expected: an action throws it, one filter answers it as `application/problem+json` (RFC 9457).
 * `type` is public: clients match on it, so it is never renamed.
 */
export abstract class Problem extends Error {
  constructor(
    readonly type: string,
    readonly status: number,
    readonly detail: Localised,
    /** Members added to the answer, named by the HTTP contract. */
    readonly extra: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail.en);
  }

  get title(): Localised {
    const en = this.type.charAt(0).toUpperCase() + this.type.slice(1).replaceAll('-', ' ');
    return { fr: problemTitles[this.type] ?? 'Demande refusée', en };
  }
}

/** The request was understood and its fields are wrong: each is named. */
export class InvalidFields extends Problem {
  constructor(readonly errors: readonly FieldError[]) {
    super('invalid-fields', 422, {
      fr: errors.length === 1 ? 'Un champ est à corriger.' : `${errors.length} champs sont à corriger.`,
      en: errors.length === 1 ? 'One field needs correcting.' : `${errors.length} fields need correcting.`,
    });
  }
}

export class Unauthenticated extends Problem {
  constructor() {
    super(
      'unauthenticated',
      401,
      {
        fr: 'Une clé d’API valable est nécessaire, dans l’en-tête « Authorization: Bearer ess_… ».',
        en: 'A valid API key is needed, in the header “Authorization: Bearer ess_…”.',
      },
      {},
      { 'www-authenticate': 'Bearer realm="Essaim"' },
    );
  }
}

export class Forbidden extends Problem {
  constructor(detail: Localised = { fr: 'Cette clé n’y donne pas droit.', en: 'This key has no right to that.' }) {
    super('forbidden', 403, detail);
  }
}

/** Absent, or none of the caller's business: the two look alike. */
export class NotFound extends Problem {
  constructor(what: Localised = { fr: 'Introuvable.', en: 'Not found.' }) {
    super('not-found', 404, what);
  }
}

export class Unavailable extends Problem {
  constructor(detail: Localised = { fr: 'Service momentanément indisponible.', en: 'Temporarily unavailable.' }) {
    super('unavailable', 503, detail, {}, { 'retry-after': '5' });
  }
}

export class RevisionMismatch extends Problem {
  constructor() {
    super('revision-mismatch', 412, {
      fr: 'Quelqu’un d’autre a modifié ceci entre-temps : relisez, puis recommencez.',
      en: 'Somebody else changed this meanwhile: read it again, then retry.',
    });
  }
}

export class RevisionRequired extends Problem {
  constructor() {
    super('revision-required', 428, {
      fr: 'L’en-tête If-Match est nécessaire : il dit quelle révision vous modifiez.',
      en: 'The If-Match header is needed: it says which revision you edit.',
    });
  }
}
