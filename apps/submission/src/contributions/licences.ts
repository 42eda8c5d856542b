import type { FieldError } from '#platform';
import { actorTypes, licences } from '#taxonomy';

/** The resource that another one adapts, as far as its licence goes. */
export interface Original {
  readonly title: string;
  readonly licence: string;
}

const labelOf = (licence: string): string => licences.label(licence);
const quoted = (ids: readonly string[]): string => ids.map((id) => `« ${id} »`).join(', ');

/**
 * Licences that a network may grant: an administration only homologated ones (CRPA, D. 323-2-1). A link to a third party
 * grants nothing, so it is open to all.
 */
export const licencesFor = (actorType: string): string[] => {
  const type = actorTypes.find(actorType) as { administration?: boolean } | undefined;
  return licences.terms
    .filter(({ id, homologated }) => !type?.administration || homologated || id === 'link-only')
    .map(({ id }) => id);
};

/** Licences that an adaptation of something under this one may carry; none when it may not be adapted. */
export const licencesAfter = (original: string): string[] => {
  const terms = licences.find(original);
  if (!terms?.allowsAdaptation) return [];
  if (terms.shareAlike) return [original];
  return licences.terms.filter(({ allowsAdaptation }) => allowsAdaptation).map(({ id }) => id);
};

/** What its licence stands in the way of. */
export const licenceObstacles = (
  licence: string | undefined,
  actorType: string,
  original: Original | null,
): FieldError[] => {
  if (!licence) return [];
  const found: FieldError[] = [];
  const allowed = licencesFor(actorType);
  if (!allowed.includes(licence)) {
    found.push({
      pointer: '/licence',
      code: 'licence-not-allowed',
      detail: {
        fr: `Une administration n’emploie que des licences homologuées (CRPA, art. D. 323-2-1) : ${quoted(allowed)}.`,
        en: `A public administration uses homologated licences only: ${allowed.join(', ')}.`,
      },
    });
  }
  if (original) found.push(...adaptationObstacles(licence, original));
  return found;
};

const adaptationObstacles = (licence: string, { title, licence: given }: Original): FieldError[] => {
  const allowed = licencesAfter(given);
  if (allowed.length === 0) {
    return [
      {
        pointer: '/adaptationOf',
        code: 'not-adaptable',
        detail: {
          fr: `« ${title} » (${labelOf(given)}) ne se laisse pas adapter : renvoyez-y plutôt par un lien.`,
          en: `“${title}” (${given}) may not be adapted: link to it instead.`,
        },
      },
    ];
  }
  if (allowed.includes(licence)) return [];
  return [
    {
      pointer: '/licence',
      code: 'incompatible-licence',
      detail: {
        fr: `Ce que l’on adapte de « ${title} » (${labelOf(given)}) porte l’une de ces licences : ${quoted(allowed)}.`,
        en: `An adaptation of “${title}” (${given}) carries one of these licences: ${allowed.join(', ')}.`,
      },
    },
  ];
};
