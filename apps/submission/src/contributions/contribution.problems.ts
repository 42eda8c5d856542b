import { Problem } from '#platform';

export class ContributionNotFound extends Problem {
  constructor() {
    super('contribution-not-found', 404, { fr: 'Contribution introuvable.', en: 'Contribution not found.' });
  }
}

const names: Record<string, string> = {
  draft: 'Brouillon',
  submitted: 'Envoyée',
  'in-review': 'En comité éditorial',
  'changes-requested': 'À compléter',
  published: 'Publiée',
  declined: 'Non retenue',
  withdrawn: 'Retirée',
};

export class ContributionNotMovable extends Problem {
  constructor(currentStatus: string, wanted: string) {
    super(
      'contribution-not-movable',
      409,
      {
        fr: `Une contribution « ${names[currentStatus]} » ne peut pas devenir « ${names[wanted]} ».`,
        en: `A contribution that is ${currentStatus} cannot become ${wanted}.`,
      },
      { currentStatus },
    );
  }
}

export class ContributionNotEditable extends Problem {
  constructor(currentStatus: string) {
    super(
      'contribution-not-editable',
      409,
      {
        fr: `Une contribution « ${names[currentStatus]} » ne se modifie pas.`,
        en: `A contribution that is ${currentStatus} cannot be edited.`,
      },
      { currentStatus },
    );
  }
}

export class OwnContribution extends Problem {
  constructor() {
    super('own-contribution', 403, {
      fr: 'Vous avez écrit cette contribution : un autre animateur de votre réseau doit la transmettre.',
      en: 'You wrote this contribution: another facilitator of your network must endorse it.',
    });
  }
}
