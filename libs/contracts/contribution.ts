import { z } from 'zod';
import {
  audiences,
  families,
  formats,
  licences,
  regimes,
  scales,
  sectors,
  supports,
  supportTasks,
  technicalNatures,
  themes,
  uses,
} from '#taxonomy';
import { distinct, term, territory } from './vocabulary-terms.ts';

/** Refused everywhere: controls, what reverses the reading direction, what no XML feed may hold. */
const never = String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff`;
const oneLine = new RegExp(String.raw`^[^${never}\t\n\r\u2028\u2029]*$`, 'u');
const severalLines = new RegExp(`^[^${never}]*$`, 'u');

const written = (max: number, allowed: RegExp) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(allowed)
    .refine((value) => value.isWellFormed());

/** One line of text a person wrote: trimmed, without control characters. */
export const line = (max: number) => written(max, oneLine);

/** Several lines of text: line ends and tabs allowed, other control characters not. */
export const text = (max: number) => written(max, severalLines);

/** An http(s) address that people will be sent to. */
export const webAddress = z
  .url({ protocol: /^https?$/, hostname: z.regexes.domain })
  .max(2000)
  .or(z.url({ protocol: /^https?$/ }).max(2000));

const earliest = Date.parse('0000-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** A date and time with its offset (RFC 3339), whose year has four digits in UTC too. */
export const moment = z.iso
  .datetime({ offset: true })
  .refine((value) => !(Date.parse(value) < earliest || Date.parse(value) > latest));

/** Where a resource applies: the territories it covers, less the exceptions. */
export const scope = z.strictObject({
  include: distinct(territory, { min: 1, max: 120 }),
  exclude: distinct(territory, { max: 120 }).default([]),
});
export type Scope = z.output<typeof scope>;

/** A scope as it travels, once it was checked. */
export const announcedScope = z.object({ include: z.array(z.string()), exclude: z.array(z.string()) });

export const fieldTestVerdict = z.enum(['everywhere', 'inspiration']);

/** What each field of a contribution may hold, whether or not it must be there. */
export const contributionFields = {
  title: line(200),
  summary: text(1500),
  family: term(families),
  format: term(formats),
  scale: term(scales),
  territories: distinct(territory, { min: 1, max: 120 }),
  support: term(supports),
  sector: term(sectors),
  themes: distinct(term(themes), { min: 1, max: 10 }),
  audiences: distinct(term(audiences), { min: 1, max: 10 }),
  supportTasks: distinct(term(supportTasks), { min: 1, max: 10 }),
  uses: distinct(term(uses), { min: 1, max: 10 }),
  howToUse: z.array(line(300)).min(1).max(7),
  licence: term(licences),
  regime: term(regimes),
  language: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/),
  links: z.array(z.strictObject({ url: webAddress, title: line(200) })).max(10),
  technicalNature: term(technicalNatures),
  fieldTest: z.strictObject({ verdict: fieldTestVerdict, testedIn: distinct(territory, { min: 1, max: 120 }) }),
  scope,
  legalRefs: distinct(line(120), { max: 40 }),
  observation: z.strictObject({
    period: line(80),
    method: line(500),
    producer: line(200).optional(),
    sampleSize: z.number().int().positive().max(100_000_000).optional(),
    /** Who or what was observed. */
    population: line(300).optional(),
    /** `reporting`: activity figures that a network sends up. */
    dataKind: z.enum(['survey', 'study', 'open-data', 'reporting']).optional(),
  }),
  /** Public money that one may ask for; it closes at `expiresAt`. */
  funding: z.strictObject({ funder: line(200), opensAt: moment.optional(), eligible: text(1000).optional() }),
  /** It completes training, it is none. */
  relatedTraining: z.array(z.strictObject({ url: webAddress, title: line(200) })).max(10),
  competences: distinct(line(80), { max: 10 }),
  /** Why it is of interest to all. */
  commonInterest: text(500),
  /** The commitment that it answers, and the meeting where it was collected. */
  plan: line(80),
  meeting: line(80),
  expiresAt: moment,
  textAlternative: text(5000),
  change: line(300),
  physicalHolding: line(300),
  coProducers: distinct(line(80), { max: 20 }),
  sponsor: line(80),
  adaptationOf: line(80),
  flow: z.enum(['ascending', 'descending']),
} as const;

/** What a contribution says, complete or not: a draft may lack anything but its title. */
export const contributionContent = z.strictObject({
  ...z.strictObject(contributionFields).partial().shape,
  fieldTest: contributionFields.fieldTest.nullish(),
});
export type ContributionContent = z.output<typeof contributionContent>;

const words = z.array(z.string());

/**
 * The same as it travels in events, checked when it was taken in: read loosely, so that a field or a term added later
 * does not stop a service that is still on the release before.
 */
export const announcedContent = z.looseObject({
  title: z.string(),
  summary: z.string(),
  family: z.string(),
  format: z.string(),
  scale: z.string(),
  territories: words,
  support: z.string(),
  sector: z.string().optional(),
  themes: words,
  audiences: words,
  supportTasks: words,
  uses: words,
  howToUse: words,
  licence: z.string(),
  regime: z.string(),
  language: z.string(),
  links: z.array(z.looseObject({ url: z.string(), title: z.string() })).optional(),
  technicalNature: z.string().optional(),
  fieldTest: z.looseObject({ verdict: fieldTestVerdict, testedIn: words }).nullish(),
  scope: announcedScope.optional(),
  legalRefs: words.optional(),
  observation: z.looseObject({ period: z.string(), method: z.string() }).optional(),
  expiresAt: z.string().optional(),
  textAlternative: z.string().optional(),
  change: z.string().optional(),
  physicalHolding: z.string().optional(),
  coProducers: words.optional(),
  sponsor: z.string().optional(),
  adaptationOf: z.string().optional(),
  flow: z.string().optional(),
  funding: z.looseObject({ funder: z.string() }).optional(),
  relatedTraining: z.array(z.looseObject({ url: z.string(), title: z.string() })).optional(),
  competences: words.optional(),
  commonInterest: z.string().optional(),
  plan: z.string().optional(),
  meeting: z.string().optional(),
  /** Kept by submission, which serves them at `url` once the version is public. */
  files: z
    .array(
      z.looseObject({
        id: z.string(),
        url: z.string(),
        name: z.string(),
        type: z.string(),
        bytes: z.number(),
        sha256: z.string(),
        accessible: z.enum(['yes', 'no', 'unknown']),
      }),
    )
    .optional(),
});
export type AnnouncedContent = z.output<typeof announcedContent>;
