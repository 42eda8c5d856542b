import { frenchDate } from '../pages/french.ts';

type Words = Readonly<Record<string, string>>;
const said =
  (words: Words) =>
  (word: string): string =>
    words[word] ?? word;

export const recommendationWords: Words = {
  approve: 'Favorable',
  'request-changes': 'À compléter',
  decline: 'Défavorable',
};
export const recommendationInWords = said(recommendationWords);

export const markWords: Words = {
  met: 'Rempli',
  partly: 'En partie',
  'not-met': 'Non rempli',
  'not-applicable': 'Sans objet',
};
export const markInWords = said(markWords);

export const verdictWords: Words = {
  everywhere: 'Applicable partout',
  inspiration: 'Testée sur ce terrain seulement : elle peut inspirer ailleurs',
};
export const verdictInWords = said(verdictWords);

export const outcomeInWords = said({
  published: 'Publiée',
  labelled: 'Référence nationale',
  'changes-requested': 'À compléter',
  declined: 'Non retenue',
  withdrawn: 'Retirée par son auteur',
});

export const procedureInWords = said({ publication: 'Publication', label: 'Proposée comme référence nationale' });

export const casePath = (id: string): string => `/comite/dossiers/${encodeURIComponent(id)}`;
export const caseApi = (id: string): string => `/api/v1/cases/${encodeURIComponent(id)}`;

/** « avant le 12 mars 2026 » */
export const beforeInWords = (iso: string): string => `avant le ${frenchDate(iso)}`;
