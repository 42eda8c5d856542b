import { Problem } from '#platform';

export class CommitteeNotFound extends Problem {
  constructor() {
    super('committee-not-found', 404, { fr: 'Comité introuvable.', en: 'Committee not found.' });
  }
}

export class NoSeat extends Problem {
  constructor(committee: string) {
    super(
      'no-seat',
      403,
      { fr: 'Vous ne siégez pas au comité compétent.', en: 'You have no seat on the competent committee.' },
      { committee },
    );
  }
}

export class NotRecallable extends Problem {
  constructor() {
    super('not-recallable', 403, {
      fr: 'Ce comité décide seul : votre comité peut refuser le label, et rien d’autre.',
      en: 'That committee decides alone: yours may refuse the label, and nothing else.',
    });
  }
}
