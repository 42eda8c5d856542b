import { z } from 'zod';
import { distinct, line, term, territory, text, webAddress } from '#contracts';
import { families, licences, themes } from '#taxonomy';
import { adapters } from './source.ts';

const fields = {
  name: line(160),
  publisher: line(160),
  adapter: z.enum(adapters),
  url: webAddress.nullable(),
  family: term(families),
  licence: term(licences),
  attribution: line(200),
  territories: distinct(territory, { max: 120 }),
  themes: distinct(term(themes), { max: 10 }),
  keywords: distinct(line(80), { max: 100 }),
  cadenceHours: z.number().int().min(1).max(8_760).nullable(),
  encoding: line(40).nullable(),
  isEnabled: z.boolean(),
  notes: text(1_000).nullable(),
} as const;

/** A source as somebody registers it. A network’s own feed needs no more than its address and its name. */
export const givenSource = z.strictObject({
  ...fields,
  publisher: fields.publisher.optional(),
  adapter: fields.adapter.default('feed'),
  url: fields.url.default(null),
  family: fields.family.default('social-watch'),
  licence: fields.licence.default('link-only'),
  attribution: fields.attribution.optional(),
  territories: fields.territories.default([]),
  themes: fields.themes.default([]),
  keywords: fields.keywords.default([]),
  cadenceHours: fields.cadenceHours.default(null),
  encoding: fields.encoding.default(null),
  isEnabled: fields.isEnabled.default(true),
  notes: fields.notes.default(null),
  /** The network that registers it; absent for one that everybody watches (operators). */
  network: line(80).optional(),
});
export type GivenSource = z.output<typeof givenSource>;

export const sourceChanges = z.strictObject(fields).omit({ adapter: true }).partial();
export type SourceChanges = z.output<typeof sourceChanges>;
