import { diffWordsWithSpace } from 'diff';
import type { ContributionContent } from '#contracts';
import { territoryName, vocabularies } from '#taxonomy';

/** A stretch of text that stayed, went or came. */
export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** How one field differs: texts word by word, lists item by item, in French for people. */
export interface FieldChange {
  readonly field: string;
  readonly label: string;
  readonly before: string | readonly string[] | null;
  readonly after: string | readonly string[] | null;
  readonly pieces: readonly Piece[];
}

const labels: Readonly<Record<string, string>> = {
  title: 'Titre',
  summary: 'Résumé',
  family: 'Famille',
  format: 'Format',
  scale: 'Échelle',
  territories: 'Territoires d’origine',
  support: 'Accompagnement',
  sector: 'Secteur',
  themes: 'Thèmes',
  audiences: 'Publics',
  supportTasks: 'Fonctions d’appui',
  uses: 'Usages',
  howToUse: 'Mise en action',
  licence: 'Licence',
  regime: 'Régime',
  language: 'Langue',
  links: 'Liens',
  technicalNature: 'Nature technique',
  fieldTest: 'Test sur le terrain',
  scope: 'Portée proposée',
  legalRefs: 'Références juridiques',
  observation: 'Observation',
  expiresAt: 'Date de fin',
  textAlternative: 'Version texte',
  change: 'Ce qui change',
  physicalHolding: 'Exemplaire papier',
  coProducers: 'Réseaux coproducteurs',
  sponsor: 'Réseau parrain',
  adaptationOf: 'Adaptation de',
  flow: 'Sens de circulation',
  funding: 'Financement public',
  relatedTraining: 'Formations liées',
  competences: 'Compétences',
  commonInterest: 'Intérêt commun',
  files: 'Fichiers',
};

const vocabularyOf: Readonly<Record<string, string>> = {
  family: 'family',
  format: 'format',
  scale: 'scale',
  support: 'support',
  sector: 'sector',
  themes: 'theme',
  audiences: 'audience',
  supportTasks: 'task',
  uses: 'use',
  licence: 'licence',
  regime: 'regime',
  technicalNature: 'technicalNature',
};

/** A value as people read it. */
const readable = (field: string, value: unknown): string => {
  if (typeof value !== 'string') return flat(field, value);
  if (field === 'territories' || field === 'testedIn' || field === 'include' || field === 'exclude')
    return territoryName(value);
  const terms = vocabularies.items.find(({ name }) => name === vocabularyOf[field])?.terms;
  return terms?.find(({ id }) => id === value)?.label ?? value;
};

const flat = (field: string, value: unknown): string => {
  if (Array.isArray(value)) return value.map((item) => readable(field, item)).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  if ('url' in value && 'title' in value) return `${value.title} (${value.url})`;
  const parts = Object.entries(value).map(([name, inner]) => readable(name, inner));
  return parts.filter((part) => part !== '').join(' ; ');
};

const shown = (field: string, value: unknown): string | string[] | null => {
  if (value === undefined || value === null) return null;
  return Array.isArray(value) ? value.map((item) => readable(field, item)) : readable(field, value);
};

const pieces = (before: FieldChange['before'], after: FieldChange['after']): Piece[] => {
  if (Array.isArray(before) || Array.isArray(after)) return listPieces([before ?? []].flat(), [after ?? []].flat());
  return diffWordsWithSpace(String(before ?? ''), String(after ?? '')).map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
};

const listPieces = (before: readonly string[], after: readonly string[]): Piece[] => [
  ...before.filter((item) => !after.includes(item)).map((text) => ({ kind: 'removed' as const, text })),
  ...after.map((text) => ({ kind: before.includes(text) ? ('same' as const) : ('added' as const), text })),
];

/** What changed from one content to another, field by field, in the order of the form. */
export const compareVersions = (
  before: ContributionContent & { files?: readonly unknown[] },
  after: ContributionContent & { files?: readonly unknown[] },
): FieldChange[] =>
  Object.entries(labels).flatMap(([field, label]) => {
    const [was, is] = [before, after].map((content) => shown(field, (content as Record<string, unknown>)[field]));
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ field, label, before: was ?? null, after: is ?? null, pieces: pieces(was ?? null, is ?? null) }];
  });
