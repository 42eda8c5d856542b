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

/** One line of text a person wrote: trimmed, without control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    .regex(/^[^\u0000-\u001f\u007f]*$/u);

/** Several lines of text: line ends and tabs allowed, other control characters not. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/u);

/** An http(s) address that people will be sent to. */
export const webAddress = z
  .url({ protocol: /^https?$/, hostname: z.regexes.domain })
  .max(2000)
  .or(z.url({ protocol: /^https?$/ }).max(2000));

/** Where a resource applies: the territories it covers, less the exceptions. */
export const scope = z.strictObject({
  include: distinct(territory, { min: 1, max: 120 }),
  exclude: distinct(territory, { max: 120 }).default([]),
});
export type Scope = z.output<typeof scope>;

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
  }),
  expiresAt: z.iso.datetime({ offset: true }),
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
