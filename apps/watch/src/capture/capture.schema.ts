import { z } from 'zod';
import { distinct, line, moment, term, territory, text, webAddress } from '#contracts';
import { families, themes } from '#taxonomy';
import { statedChanges } from '../impacts/stated-changes.ts';

const about = {
  family: term(families).optional(),
  territories: distinct(territory, { max: 120 }).optional(),
  themes: distinct(term(themes), { max: 10 }).optional(),
} as const;

/** What somebody read elsewhere, written down by hand. */
export const captured = z.strictObject({
  ...about,
  title: line(300),
  text: text(20_000).or(z.literal('')).default(''),
  url: webAddress.optional(),
  publishedAt: moment.optional(),
  /** Which texts it changes. */
  changes: statedChanges.optional(),
});
export type Captured = z.output<typeof captured>;

export const capturedAddress = z.strictObject({ ...about, url: webAddress });
export type CapturedAddress = z.output<typeof capturedAddress>;
