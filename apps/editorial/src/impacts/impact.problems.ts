import { Problem } from '#platform';

export class ImpactNotFound extends Problem {
  constructor() {
    super('impact-not-found', 404, { fr: 'Changement de texte introuvable.', en: 'Impact not found.' });
  }
}

export class ImpactNotMovable extends Problem {
  constructor(status: string) {
    super(
      'impact-not-movable',
      409,
      { fr: 'Ce changement de texte est déjà jugé : rechargez la page.', en: `An impact that is ${status} is judged.` },
      { currentStatus: status },
    );
  }
}

export class NoNewVersion extends Problem {
  constructor() {
    super('no-new-version', 409, {
      fr: 'Aucune version n’a été publiée depuis que ce changement est connu.',
      en: 'No version was published since the change was known.',
    });
  }
}
