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

export class AgreementsAwaited extends Problem {
  constructor(networks: readonly { slug: string; name: string }[]) {
    const names = networks.map(({ name }) => `« ${name} »`).join(', ');
    super(
      'agreements-awaited',
      409,
      {
        fr: `Chaque réseau coproducteur doit d’abord donner son accord. Il manque : ${names}.`,
        en: `Every co-producing network must agree first. Missing: ${names}.`,
      },
      { awaited: networks.map(({ slug }) => slug) },
    );
  }
}

export class NotPublic extends Problem {
  constructor() {
    super('not-public', 409, {
      fr: 'Rien n’est public : une contribution qui ne l’est pas encore se retire directement.',
      en: 'Nothing is public: what is not yet is withdrawn directly.',
    });
  }
}
