import { z } from 'zod';
import { distinct, line, moment, term, territory } from '#contracts';
import { colleges, sectors } from '#taxonomy';
import { committeeKinds, mandates } from './committee.ts';

const seat = z.strictObject({
  /** Of a seat that is already there. */
  id: line(80).optional(),
  college: term(colleges),
  /** Id or slug. */
  network: line(80),
  person: line(80),
  deputy: line(80).nullish(),
  termStartsAt: moment.nullish(),
  termEndsAt: moment.nullish(),
});

const fields = {
  name: line(200),
  kind: z.enum(committeeKinds),
  territories: distinct(territory, { max: 120 }),
  sector: term(sectors).nullable(),
  mandate: z.enum(mandates).nullable(),
  parent: line(80).nullable(),
  seats: z.array(seat).max(60).nullable(),
  chair: line(80).nullable(),
} as const;

/** A committee as an operator founds it: it answers to the national one unless it is said otherwise. */
export const foundedCommittee = z.strictObject({
  ...fields,
  territories: fields.territories.default([]),
  sector: fields.sector.default(null),
  mandate: fields.mandate.default('deconcentrated'),
  parent: fields.parent.default('national'),
  seats: z.array(seat).max(60),
  chair: fields.chair.default(null),
});
export type FoundedCommittee = z.output<typeof foundedCommittee>;

/** What may be changed of one: never its kind. */
export const amendedCommittee = z.strictObject(fields).omit({ kind: true }).partial();
export type AmendedCommittee = z.output<typeof amendedCommittee>;
export type GivenSeat = z.output<typeof seat>;
