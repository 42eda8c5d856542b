import { formErrors } from '../forms/refused.ts';
import { textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import type { Refusal } from '../sign-in/acting-api.ts';

/** A version that a professional reads. */
export interface Read {
  readonly title: string;
  readonly version: number;
  /** Where it can be read. */
  readonly readPath: string;
  readonly action: string;
  readonly isPublic: boolean;
}

export const verificationFormView = (read: Read, form: unknown, refusal?: Refusal) => {
  const chosen = textOf(form, 'independence') || 'third-party';
  return {
    ...read,
    title: 'Relire en professionnel',
    about: spaced(read.title),
    isHidden: true,
    breadcrumb: [{ label: 'Relectures', path: '/relectures' }, { label: 'Relire en professionnel' }],
    ...formErrors(refusal, ['perimeter', 'independence', 'validUntil']),
    perimeter: textOf(form, 'perimeter'),
    validUntil: textOf(form, 'validUntil'),
    independence: [
      { value: 'third-party', label: 'En tiers', hint: 'Vous n’appartenez à aucun réseau qui l’a produite.' },
      { value: 'internal', label: 'En interne', hint: 'Par exemple comme membre du conseil d’administration.' },
    ].map((option) => ({ ...option, isChosen: option.value === chosen })),
  };
};
