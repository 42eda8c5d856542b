import { z } from 'zod';
import { line } from '#contracts';
import { keysOfReference } from './judge-impact.ts';
import { changeKinds, type TextChange } from './text-change.ts';

const target = line(160).transform((given, context) => {
  const [key, ...others] = keysOfReference(given);
  if (key && others.length === 0) return key;
  const fr = 'Nommez un seul texte, comme « code:travail/L3142-54-1 » ou « article 5 de la loi n° 2024-344 ».';
  const params = { code: 'unknown-text', fr, en: 'Name one text, as code:travail/L3142-54-1.' };
  context.issues.push({ code: 'custom', message: fr, input: given, params });
  return z.NEVER;
});

/** What a person says that a text does to others. */
export const statedChanges = z
  .array(
    z.strictObject({
      target,
      kind: z.enum(changeKinds).default('modified'),
      effectiveAt: z.iso.date().nullable().default(null),
    }),
  )
  .max(50);
export type StatedChange = z.output<typeof statedChanges>[number];

export const statedChange = (given: StatedChange): TextChange => ({ ...given, isCertain: true });
