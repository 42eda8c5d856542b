import { Problem } from '#platform';

export class TrialNotFound extends Problem {
  constructor() {
    super('trial-not-found', 404, { fr: 'Essai introuvable.', en: 'Trial not found.' });
  }
}

export class TrialUnderWay extends Problem {
  constructor(trial: string) {
    super(
      'trial-under-way',
      409,
      { fr: 'Un essai est déjà en cours.', en: 'A trial is already under way.' },
      { trial },
    );
  }
}

export class TrialOver extends Problem {
  constructor() {
    super('trial-over', 409, { fr: 'Cet essai est terminé.', en: 'This trial is over.' });
  }
}

export class NotVolunteer extends Problem {
  constructor() {
    super('not-a-volunteer', 403, {
      fr: 'Votre réseau ne s’est pas porté volontaire pour cet essai.',
      en: 'Your network did not volunteer for this trial.',
    });
  }
}
