import { families, formats, regimes } from '#taxonomy';
import type { DuplicateFacts } from '../contribute/contribution-desk.ts';
import { duplicatesView } from '../contribute/step.view.ts';
import { spaced } from '../pages/french.ts';

/** A contribution that waits for its facilitator, as the API tells it. */
export interface FramingRow {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly family: string | null;
  readonly format: string | null;
  readonly regime: string | null;
  readonly version: number;
  readonly change: string | null;
  readonly submittedAt: string;
  readonly isOwn: boolean;
  readonly proposer: { readonly name: string; readonly email: string | null } | null;
  readonly isComplete: boolean;
  readonly missing: readonly { readonly pointer: string; readonly detail: string }[];
  readonly hints: readonly { readonly code: string; readonly detail: string }[];
  readonly duplicates: readonly DuplicateFacts[];
  readonly awaitedAgreements: readonly { readonly name: string }[];
  readonly network: { readonly name: string } | null;
}

/** What became of each, when several were treated together. */
export interface Treated {
  readonly id: string;
  readonly problem: { readonly detail: string } | null;
}

export const framingPath = (id: string): string => `/animation/cadrage/${encodeURIComponent(id)}`;

/** The three questions of a facilitator: is it complete, is it new, is it in the right family? */
export const framingRowView = (row: FramingRow) => {
  const family = row.hints.find(({ code }) => code === 'family');
  return {
    id: row.id,
    title: spaced(row.title) || 'Sans titre',
    summary: spaced(row.summary),
    path: framingPath(row.id),
    family: row.family && families.label(row.family),
    format: row.format && formats.label(row.format),
    regime: row.regime && regimes.label(row.regime),
    change: row.change && spaced(row.change),
    network: row.network?.name ?? '',
    submittedAt: row.submittedAt,
    isOwn: row.isOwn,
    proposer: row.proposer?.name,
    checks: [
      row.isComplete
        ? { isGood: true, text: 'Complète' }
        : { isGood: false, text: spaced(`À compléter : ${row.missing.map(({ detail }) => detail).join(' ')}`) },
      row.duplicates.length === 0
        ? { isGood: true, text: 'Aucun doublon repéré' }
        : {
            isGood: false,
            text: spaced(`Ressemble à : ${row.duplicates.map(({ title }) => `« ${title} »`).join(', ')}`),
          },
      family ? { isGood: false, text: spaced(family.detail) } : { isGood: true, text: 'Famille cohérente' },
      ...row.hints
        .filter(({ code }) => code !== 'family')
        .map(({ detail }) => ({ isGood: false, text: spaced(detail) })),
      ...(row.awaitedAgreements.length
        ? [
            {
              isGood: false,
              text: spaced(`Accord attendu : ${row.awaitedAgreements.map(({ name }) => name).join(', ')}`),
            },
          ]
        : []),
    ],
    duplicates: duplicatesView(row.duplicates),
  };
};

const said: Readonly<Record<string, string>> = {
  endorse: 'Transmis au comité éditorial.',
  return: 'Renvoyé, avec vos motifs.',
  edit: 'La fiche est corrigée.',
};

/** What was done, and what was refused, by title. */
export const outcomeOf = (deed: string, treated: readonly Treated[], titles: ReadonlyMap<string, string>) => {
  const refused = treated.filter(({ problem }) => problem !== null);
  return {
    done: refused.length < treated.length ? said[deed] : undefined,
    refused: refused.map(({ id, problem }) => ({ title: titles.get(id) ?? id, detail: spaced(problem?.detail ?? '') })),
  };
};
