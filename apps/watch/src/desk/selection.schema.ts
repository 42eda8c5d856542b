import { z } from 'zod';
import { contributionFields, line, moment, term } from '#contracts';
import type { FieldError } from '#platform';
import { families } from '#taxonomy';

const { title, summary, format, scale, territories, support, sector, themes, audiences, supportTasks, uses } =
  contributionFields;
const { howToUse, licence, language, links, legalRefs, change } = contributionFields;

/** What an editor makes of an item: what they leave out is taken from it. Whose it is and under which licence is always said. */
export const givenSelection = z.strictObject({
  /** The id or slug of a network for which the editor watches. */
  network: line(80),
  licence,
  title: title.optional(),
  summary: summary.optional(),
  family: term(families).optional(),
  format: format.optional(),
  scale: scale.optional(),
  territories: territories.optional(),
  support: support.optional(),
  sector: sector.optional(),
  themes: themes.optional(),
  audiences: audiences.optional(),
  supportTasks: supportTasks.optional(),
  uses: uses.optional(),
  howToUse: howToUse.optional(),
  language: language.optional(),
  links: links.optional(),
  legalRefs: legalRefs.optional(),
  expiresAt: moment.optional(),
  change: change.optional(),
  /** The urgent procedure of legal watch: why the date presses. */
  urgent: z.strictObject({ reason: line(300) }).optional(),
});
export type GivenSelection = z.output<typeof givenSelection>;

export const fault = (pointer: string, code: string, fr: string, en: string): FieldError => ({
  pointer,
  code,
  detail: { fr, en },
});
