import type { z } from 'zod';
import type { grounds } from '#contracts';
import { colleges } from '#taxonomy';
import { counted, enumerated, frenchDate, frenchNumber } from '../pages/french.ts';

type Grounds = z.output<typeof grounds>;

/** Why the committee decided so, in words: counts, never names. */
export interface GroundsView {
  readonly decision: string;
  readonly colleges: string;
  readonly criteria: readonly { readonly name: string; readonly mark: string }[];
}

const recommendations: Record<string, readonly [singular: string, plural: string]> = {
  approve: ['avis favorable', 'avis favorables'],
  'request-changes': ['demande de modification', 'demandes de modification'],
  decline: ['avis défavorable', 'avis défavorables'],
};

const criteria = {
  clarity: 'Clarté',
  accessibility: 'Facilité d’accès',
  fieldTest: 'Épreuve du terrain',
  verification: 'Vérification professionnelle',
} as const;

const marks = {
  met: 'rempli',
  partly: 'rempli en partie',
  'not-met': 'non rempli',
  'not-applicable': 'sans objet',
} as const;

/** What clarity may be detailed in. */
const clarityParts = { substance: 'Clarté du fond', form: 'Clarté de la forme', ease: 'Facilité d’usage' } as const;

export const groundsView = (decided: Grounds): GroundsView => {
  const said = Object.entries(decided.recommendations)
    .filter(([, count]) => count > 0)
    .map(([recommendation, count]) =>
      counted(count, ...(recommendations[recommendation] ?? ['autre avis', 'autres avis'])),
    );
  const seats = Object.entries(decided.colleges)
    .filter(([, count]) => count > 0)
    .map(([college, count]) => `${colleges.label(college)} (${frenchNumber(count)})`);
  return {
    decision: `Le comité éditorial s’est prononcé le ${frenchDate(decided.decidedAt)}, sur ${counted(decided.opinions, 'avis', 'avis')}${
      said.length > 0 ? `\u00a0: ${enumerated(said)}` : ''
    }.`,
    colleges: enumerated(seats),
    criteria: [
      ...Object.entries(criteria).flatMap(([criterion, name]) => {
        const mark = decided.criteria[criterion as keyof typeof criteria];
        return mark ? [{ name, mark: marks[mark] }] : [];
      }),
      ...Object.entries(decided.clarityDetail ?? {}).map(([part, points]) => ({
        name: clarityParts[part as keyof typeof clarityParts],
        mark: `${points} sur 3`,
      })),
      ...(decided.commonInterest ? [{ name: 'Intérêt commun', mark: marks[decided.commonInterest] }] : []),
    ],
  };
};
