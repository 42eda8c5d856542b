import { Problem } from '#platform';

const statusWords: Readonly<Record<string, string>> = {
  draft: 'en préparation',
  sending: 'en cours d’envoi',
  sent: 'envoyée',
  stopped: 'arrêtée',
};

export class WrongMove extends Problem {
  constructor(status: string, wanted: string) {
    const detail = {
      fr: `Cette lettre est ${statusWords[status]} : cela n’est plus possible.`,
      en: `This letter is ${status}: it cannot become ${wanted}.`,
    };
    super('issue-not-movable', 409, detail, { currentStatus: status });
  }
}

export class SameEyes extends Problem {
  constructor() {
    super('second-pair-of-eyes', 403, {
      fr: 'Une lettre est relue par une autre personne que celle qui l’a écrite : demandez à quelqu’un de l’approuver.',
      en: 'A letter is read by somebody else than its author: ask somebody to approve it.',
    });
  }
}
