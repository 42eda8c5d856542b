import type { ContributionContent } from '#contracts';
import { families } from '#taxonomy';

/** What makes a facilitator look twice. Each is a suspicion, and only ever shown. */
export interface Hint {
  readonly code: 'family' | 'summary' | 'how-to-use' | 'territory' | 'accessibility' | 'age';
  readonly detail: string;
}

const familyOfFormat: Readonly<Record<string, string>> = {
  dataset: 'observation',
  survey: 'observation',
  study: 'observation',
  'watch-note': 'legal-watch',
};

/** The family that its words and its format speak for, when that is another one. */
export const otherFamily = ({
  family,
  format,
  legalRefs,
  expiresAt,
  observation,
  funding,
}: ContributionContent): string | null => {
  const likely =
    familyOfFormat[format ?? ''] ??
    (observation ? 'observation' : funding || (expiresAt && family === 'documentary') ? 'social-watch' : null) ??
    ((legalRefs?.length ?? 0) > 2 && family === 'social-watch' ? 'legal-watch' : null);
  return likely && likely !== family ? likely : null;
};

const days = (from: string, to: Date): number => Math.floor((to.getTime() - Date.parse(from)) / (24 * 3600_000));

/** Is it in the right family, does it say enough, has it waited long? */
export const hintsOn = (
  content: ContributionContent,
  files: readonly { accessible: string }[],
  submittedAt: string,
  now: Date,
): Hint[] => {
  const other = otherFamily(content);
  const { summary = '', howToUse = [], territories = [], scale } = content;
  const found: (Hint | false | null)[] = [
    other !== null && { code: 'family', detail: `Peut-être plutôt « ${families.label(other)} ».` },
    summary.length < 80 && { code: 'summary', detail: 'Le résumé tient en très peu de mots.' },
    howToUse.length < 3 && { code: 'how-to-use', detail: 'La mise en action a moins de trois étapes.' },
    scale === 'territorial' &&
      territories.includes('NAT-FR') && { code: 'territory', detail: 'Dite territoriale, elle vient de tout le pays.' },
    files.some(({ accessible }) => accessible !== 'yes') && {
      code: 'accessibility',
      detail: 'L’accessibilité d’un fichier n’est pas assurée.',
    },
    days(submittedAt, now) >= 7 && { code: 'age', detail: `Elle attend depuis ${days(submittedAt, now)} jours.` },
  ];
  return found.filter((hint) => hint !== null && hint !== false);
};
