import { Problem } from '#platform';
import type { LabelCondition } from './label-conditions.ts';

export class ProposalUnderWay extends Problem {
  constructor(caseId: string) {
    super(
      'proposal-under-way',
      409,
      { fr: 'Cette ressource est déjà proposée comme référence nationale.', en: 'A proposal is already under way.' },
      { caseId },
    );
  }
}

export class LabelNotPossible extends Problem {
  constructor(missing: readonly LabelCondition[]) {
    const fr = missing.map(({ detail }) => detail).join(' ');
    super('label-not-possible', 409, { fr, en: 'This resource cannot become a national reference.' }, { missing });
  }
}

export class NotLabelled extends Problem {
  constructor() {
    super('not-labelled', 409, {
      fr: 'Cette ressource n’est pas référence nationale.',
      en: 'This resource is not a national reference.',
    });
  }
}
