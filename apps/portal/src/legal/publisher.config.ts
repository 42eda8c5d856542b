import { z } from 'zod';

/**
 * What the law wants said (LCEN art. 1-1, RGAA, RGPD art. 13): each variable, and what a demonstration says instead.
 * Production has no value of its own: it does not start before somebody answers for the site.
 */
const required = {
  /** The association or the administration that publishes the site, and its legal form. */
  ESSAIM_PUBLISHER_NAME: 'Essaim (démonstration, personne n’édite ce site)',
  ESSAIM_PUBLISHER_ADDRESS: '1 rue de l’Exemple, 59000 Lille (fictif)',
  ESSAIM_PUBLISHER_PHONE: '01 99 00 00 00 (fictif)',
  /** Where people write about the site, its accessibility included. */
  ESSAIM_PUBLISHER_EMAIL: 'contact@essaim.example',
  /** The director of publication: for an association, its legal representative. */
  ESSAIM_PUBLISHER_DIRECTOR: 'Camille Exemple (personne fictive)',
  ESSAIM_HOST_NAME: 'Cette machine (démonstration)',
  ESSAIM_HOST_ADDRESS: '1 rue de l’Exemple, 59000 Lille (fictif)',
  ESSAIM_HOST_PHONE: '01 99 00 00 00 (fictif)',
  /** Who answers about personal data: the data protection officer when there is one. */
  ESSAIM_DATA_PROTECTION_CONTACT: 'donnees@essaim.example',
  /** Who else handles personal data: mail, hosting; separated by semicolons. */
  ESSAIM_DATA_PROCESSORS: 'aucun (démonstration)',
} as const;

/** `full`, `partial` or `none`, as the last audit found it; nothing claims what nobody checked. */
const accessibility = {
  ESSAIM_ACCESSIBILITY: z.enum(['full', 'partial', 'none']).default('none'),
  /** The day of the declaration, and who audited. */
  ESSAIM_ACCESSIBILITY_DATE: z
    .literal('')
    .transform(() => undefined)
    .or(z.iso.date())
    .optional(),
  ESSAIM_ACCESSIBILITY_AUDITOR: z.string().trim().optional(),
  /** What is known not to conform, separated by semicolons. */
  ESSAIM_ACCESSIBILITY_EXCEPTIONS: z.string().trim().default(''),
} as const;

type Name = keyof typeof required;

/** @param mode of the environment that is read: what it leaves out is missing in production */
export const publisherVariables = (mode: string | undefined) => {
  const isDemonstration = mode === 'demonstration' || mode === 'test';
  const text = z.string().trim().min(1, 'must not be empty').max(500);
  const said = Object.entries(required).map(([name, instead]) => [
    name,
    isDemonstration ? text.default(instead) : text,
  ]);
  return { ...(Object.fromEntries(said) as Record<Name, z.ZodType<string>>), ...accessibility };
};
export type PublisherConfig = Readonly<Record<Name, string>> & {
  readonly ESSAIM_ACCESSIBILITY: 'full' | 'partial' | 'none';
  readonly ESSAIM_ACCESSIBILITY_DATE?: string | undefined;
  readonly ESSAIM_ACCESSIBILITY_AUDITOR?: string | undefined;
  readonly ESSAIM_ACCESSIBILITY_EXCEPTIONS: string;
};

/** The mention that the home page must carry (décret n° 2019-768, art. 5). */
export const conformity = {
  full: 'totalement conforme',
  partial: 'partiellement conforme',
  none: 'non conforme',
} as const;
