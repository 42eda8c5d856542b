import { Problem } from '#platform';

export class NoOpinion extends Problem {
  constructor() {
    super('no-opinion', 404, { fr: 'Vous n’avez pas d’avis sur ce dossier.', en: 'You gave no opinion on this case.' });
  }
}

export class NotCounted extends Problem {
  constructor() {
    super('not-counted', 403, {
      fr: 'Votre avis ne compte pas sur ce dossier : vous ne pouvez pas y lever d’objection.',
      en: 'Your opinion does not count on this case: you cannot object.',
    });
  }
}

export class NotUrgent extends Problem {
  constructor() {
    super('not-urgent', 409, {
      fr: 'La procédure d’urgence est réservée à la veille juridique.',
      en: 'The urgent procedure is for legal watch only.',
    });
  }
}

export class ThreadNotFound extends Problem {
  constructor() {
    super('thread-not-found', 404, { fr: 'Échange introuvable.', en: 'Thread not found.' });
  }
}

export class NotSeated extends Problem {
  constructor() {
    super('not-seated', 422, {
      fr: 'Cette personne ne siège pas au comité compétent, ou son avis n’y compte pas.',
      en: 'This person has no seat on the competent committee, or does not count.',
    });
  }
}
