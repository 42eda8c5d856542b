import { z } from 'zod';
import { announcedScope, fieldTestVerdict } from './contribution.ts';

export const resourceStatus = z.enum(['published', 'flagged', 'suspended', 'expired', 'withdrawn']);
export const criterion = z.enum(['clarity', 'accessibility', 'fieldTest', 'verification']);
export const criterionMark = z.enum(['met', 'partly', 'not-met', 'not-applicable']);

/** A professional's check, as printed: bound to a version, a perimeter and a date. */
export const verification = z.object({
  kind: z.string(),
  independence: z.enum(['internal', 'third-party']),
  perimeter: z.string(),
  verifiedAt: z.iso.datetime(),
  validUntil: z.iso.datetime().nullable(),
  /** The French sentence that travels with the resource. */
  sentence: z.string(),
});

/** Why the committee decided so: counts, never names. */
export const grounds = z.object({
  decidedAt: z.iso.datetime(),
  policyVersion: z.number().int(),
  opinions: z.number().int(),
  colleges: z.record(z.string(), z.number().int()),
  recommendations: z.record(z.string(), z.number().int()),
  criteria: z.partialRecord(criterion, criterionMark),
  /** Clarity in substance, form and ease of use, from 0 to 3 each. */
  clarityDetail: z.object({ substance: z.number().int(), form: z.number().int(), ease: z.number().int() }).optional(),
  commonInterest: criterionMark.optional(),
});

/**
 * The public resource, the same in the API, in JSON Feed (`_essaim`) and in webhooks.
 * Its fields are fixed by the HTTP contract: they may be added to, never broken. Terms are of the vocabularies as they are
 * when it is approved; a reader takes one that it does not know yet.
 */
export const publicResource = z.object({
  id: z.string(),
  url: z.url(),
  version: z.number().int().positive(),
  status: resourceStatus,
  label: z.enum(['none', 'reference']),
  title: z.string(),
  summary: z.string(),
  change: z.string().nullable(),
  family: z.string(),
  format: z.string(),
  themes: z.array(z.string()),
  audiences: z.array(z.string()),
  supportTasks: z.array(z.string()),
  uses: z.array(z.string()),
  howToUse: z.array(z.string()),
  support: z.string(),
  sector: z.string().nullable(),
  scale: z.string(),
  territories: z.array(z.string()),
  scope: announcedScope,
  fieldTest: z.object({ verdict: fieldTestVerdict, testedIn: z.array(z.string()), sentence: z.string() }).nullable(),
  verification: verification.nullable(),
  network: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  licence: z.string(),
  language: z.string(),
  links: z.array(z.object({ url: z.string(), title: z.string() })),
  files: z.array(
    z.object({
      url: z.url(),
      type: z.string(),
      bytes: z.number().int(),
      sha256: z.string(),
      accessible: z.enum(['yes', 'no', 'unknown']),
      name: z.string().nullish(),
      textAlternative: z.string().nullish(),
    }),
  ),
  legalRefs: z.array(z.string()),
  grounds: grounds.nullable(),
  publishedAt: z.iso.datetime(),
  revisedAt: z.iso.datetime().nullable(),
  verifiedUntil: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  /** Why it is flagged, suspended or withdrawn: one French sentence. */
  statusReason: z.string().nullish(),
  labelledUntil: z.iso.datetime().nullish(),
  technicalNature: z.string().nullish(),
  observation: z.looseObject({ period: z.string(), method: z.string() }).nullish(),
  /** Where a paper copy is held. */
  physicalHolding: z.string().nullish(),
  textAlternative: z.string().nullish(),
  /** The resource that this one adapts. */
  adaptationOf: z.string().nullish(),
  /** Public money that one may ask for until `expiresAt`. */
  funding: z.looseObject({ funder: z.string() }).nullish(),
  relatedTraining: z.array(z.object({ url: z.string(), title: z.string() })).nullish(),
  competences: z.array(z.string()).nullish(),
  flow: z.string().nullish(),
});
export type PublicResource = z.output<typeof publicResource>;

/** A resource as editorial announces it: everything but its address, which belongs to the public origin. */
export const announcedResource = publicResource.omit({ url: true });
export type AnnouncedResource = z.output<typeof announcedResource>;

/** What is printed where a name was, once whoever bears it asked that it go. */
export const removedCredit = 'Nom retiré à la demande de l’auteur';

/** Whether the producer's name was taken off. */
export const isCreditRemoved = ({ network }: Pick<AnnouncedResource, 'network'>): boolean =>
  network.name === removedCredit;

/** The same without its producer's name. The id stays: rights and deliveries go by it, and it tells nobody anything. */
export const withoutCredit = <Resource extends AnnouncedResource>(resource: Resource): Resource => ({
  ...resource,
  network: { id: resource.network.id, slug: 'nom-retire', name: removedCredit },
  ...(resource.observation?.producer ? { observation: { ...resource.observation, producer: removedCredit } } : {}),
});
