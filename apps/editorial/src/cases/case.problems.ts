import { Problem } from '#platform';

export class CaseNotFound extends Problem {
  constructor() {
    super('case-not-found', 404, { fr: 'Dossier introuvable.', en: 'Case not found.' });
  }
}

export class CaseDecided extends Problem {
  constructor(outcome: string) {
    super('case-decided', 409, { fr: 'Ce dossier est déjà décidé.', en: 'This case is already decided.' }, { outcome });
  }
}

export class StaleVersion extends Problem {
  constructor(currentVersion: number) {
    super(
      'stale-version',
      409,
      {
        fr: `Votre avis porte sur une autre version : la version examinée est la ${currentVersion}.`,
        en: `Your opinion is about another version: the one under review is ${currentVersion}.`,
      },
      { currentVersion },
    );
  }
}

export class OwnNetwork extends Problem {
  constructor() {
    super('own-network', 403, {
      fr: 'Votre réseau a produit, coproduit ou parrainé cette ressource : votre avis ne peut pas compter.',
      en: 'Your network produced, co-produced or sponsored this resource: your opinion cannot count.',
    });
  }
}

export class Recused extends Problem {
  constructor() {
    super('recused', 403, {
      fr: 'Vous vous êtes récusé sur ce dossier : votre avis ne peut plus compter.',
      en: 'You recused yourself from this case: your opinion can no longer count.',
    });
  }
}

export class AlreadyVerifier extends Problem {
  constructor() {
    super('verifier-of-the-case', 403, {
      fr: 'Vous avez relu cette version en professionnel : votre avis ne compte pas en plus.',
      en: 'You verified this version: your opinion does not count as well.',
    });
  }
}
