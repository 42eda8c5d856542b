import { Problem } from '#platform';

export class SourceNotFound extends Problem {
  constructor() {
    super('source-not-found', 404, { fr: 'Source introuvable.', en: 'Source not found.' });
  }
}

export class SourceKnown extends Problem {
  constructor(id: string) {
    super(
      'source-known',
      409,
      { fr: 'Cette adresse est déjà surveillée.', en: 'This address is watched already.' },
      { sourceId: id },
    );
  }
}

export class SourceNotPolled extends Problem {
  constructor() {
    super('source-not-polled', 409, {
      fr: 'Cette source n’est pas relevée : elle est en pause, ou reçoit ce qu’on lui envoie.',
      en: 'This source is not polled: it is paused, or takes what it is sent.',
    });
  }
}

export class ShippedSource extends Problem {
  constructor() {
    super('shipped-source', 409, {
      fr: 'Une source livrée avec Essaim ne se supprime pas : mettez-la en pause.',
      en: 'A source that comes with Essaim cannot be removed: pause it.',
    });
  }
}
