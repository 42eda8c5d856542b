import { Problem } from '#platform';
import { resourceStatuses } from '#taxonomy';

export class ResourceNotFound extends Problem {
  constructor() {
    super('resource-not-found', 404, { fr: 'Ressource introuvable.', en: 'Resource not found.' });
  }
}

export class ResourceNotMovable extends Problem {
  constructor(currentStatus: string, wanted: string) {
    super(
      'resource-not-movable',
      409,
      {
        fr: `Une ressource « ${resourceStatuses.label(currentStatus)} » ne peut pas devenir « ${resourceStatuses.label(wanted)} ».`,
        en: `A resource that is ${currentStatus} cannot become ${wanted}.`,
      },
      { currentStatus },
    );
  }
}

export class ResourceNotPublished extends Problem {
  constructor(currentStatus: string) {
    super(
      'resource-not-published',
      409,
      {
        fr: `Cette ressource n’est plus proposée : elle est « ${resourceStatuses.label(currentStatus)} ».`,
        en: `This resource is no longer offered: it is ${currentStatus}.`,
      },
      { currentStatus },
    );
  }
}

export class RequestNotFound extends Problem {
  constructor() {
    super('request-not-found', 404, {
      fr: 'Demande introuvable ou déjà traitée.',
      en: 'Request not found, or answered.',
    });
  }
}

export class AlreadyRequested extends Problem {
  constructor(request: string) {
    super(
      'already-requested',
      409,
      { fr: 'Votre réseau l’a déjà demandé : le comité va répondre.', en: 'Your network asked already.' },
      { request },
    );
  }
}
