import { Problem } from '#platform';

export class SessionNotFound extends Problem {
  constructor() {
    super('session-not-found', 404, { fr: 'Séance introuvable.', en: 'Session not found.' });
  }
}

export class SessionOver extends Problem {
  constructor(currentStatus: string) {
    const what = currentStatus === 'held' ? 'déjà tenue' : 'annulée';
    super(
      'session-over',
      409,
      { fr: `Cette séance est ${what}.`, en: `This session is ${currentStatus}.` },
      { currentStatus },
    );
  }
}

export class NotChair extends Problem {
  constructor() {
    super('not-chair', 403, {
      fr: 'La présidence du comité tient la séance : elle seule le peut.',
      en: 'Only the chair of the committee may do that.',
    });
  }
}

export class NotOnAgenda extends Problem {
  constructor() {
    super('not-on-agenda', 409, {
      fr: 'Ce dossier n’est pas à l’ordre du jour de ce comité.',
      en: 'This case is not on the agenda of this committee.',
    });
  }
}
