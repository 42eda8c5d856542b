import { z } from 'zod';
import { meetingScheduled, publicResource, resourceAdopted } from '#contracts';

/** What is said of a resource: the public resource itself. */
export const resourceData = publicResource;

export const resourceDataWithReason = publicResource.extend({
  /** One French sentence that says why; null when none was given. */
  reason: z.string().nullable(),
});

export const adoptionData = publicResource.extend({ adoption: resourceAdopted.schema.shape.adoption });

export const meetingData = meetingScheduled.schema.omit({ meetingId: true }).extend({
  id: z.string(),
  /** Several networks may announce one: this one does. */
  network: meetingScheduled.schema.shape.network,
});

export const issueData = z.object({
  id: z.string(),
  title: z.string(),
  /** Its page in the archive. */
  url: z.url(),
  frequency: z.string(),
  sentAt: z.iso.datetime(),
  /** Ids of the resources it told of. */
  resources: z.array(z.string()),
});

/** A step of a contribution, for the network that produced it. */
export const contributionData = z.object({
  id: z.string(),
  version: z.number().int().positive(),
  title: z.string().nullable(),
  network: z.string(),
  /** What the committee, or the facilitator, said: without names. */
  reasons: z.array(z.string()),
  /** The public page, once it is published. */
  url: z.url().nullable(),
});
export type ContributionData = z.output<typeof contributionData>;

/** What somebody says of a resource that they used. */
export const feedbackFacts = z.object({
  resourceId: z.string(),
  title: z.string(),
  territory: z.string(),
  /** From 1, of no use, to 4, very useful. */
  usefulness: z.number().int(),
  minutesSaved: z.number().int().nullable(),
  comment: z.string().nullable(),
});

export const feedbackData = feedbackFacts.extend({
  id: z.string(),
  /** The network that produced the resource. */
  network: z.string(),
});

export const pingData = z.object({ endpointId: z.string(), message: z.string() });
