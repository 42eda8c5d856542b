import { z } from 'zod';
import { defineEvent } from './define-event.ts';
import { announcedResource, grounds } from './resource.ts';

const caseFacts = z.object({
  caseId: z.string(),
  contributionId: z.string(),
  version: z.number().int().positive(),
});

const decidedCase = caseFacts.extend({
  grounds,
  /** What the members who asked for it said, without names. */
  reasons: z.array(z.string()),
});

export const caseOpened = defineEvent('editorial.case.opened.v1', 'The committee has a version to review.', caseFacts);

export const caseApproved = defineEvent(
  'editorial.case.approved.v1',
  'The committee decided to publish. The resource itself follows in resource.published or resource.revised.',
  caseFacts.extend({ grounds, resource: announcedResource }),
);

export const caseChangesRequested = defineEvent(
  'editorial.case.changes-requested.v1',
  'The committee asks for changes before it decides.',
  decidedCase,
);

export const caseDeclined = defineEvent('editorial.case.declined.v1', 'The committee declined a version.', decidedCase);

const resourceState = z.object({
  resource: announcedResource,
  /** The state just before, when there was one: what leaves a filter is told to those who had it. */
  previous: announcedResource.nullable(),
});

export const resourcePublished = defineEvent(
  'editorial.resource.published.v1',
  'The committee approved a resource. Everyone who subscribed may have it.',
  resourceState,
);

export const resourceRevised = defineEvent(
  'editorial.resource.revised.v1',
  'A new version of a public resource was approved; « Ce qui change » says how it differs.',
  resourceState,
);

const resourceStateWithReason = resourceState.extend({
  /** One French sentence, printed with the resource. */
  reason: z.string().nullable(),
});

export const resourceFlagged = defineEvent(
  'editorial.resource.flagged.v1',
  'A public resource must be verified again: the law changed, its date passed, or the field reports badly.',
  resourceStateWithReason,
);

export const resourceConfirmed = defineEvent(
  'editorial.resource.confirmed.v1',
  'A flagged resource, or one past its verification date, was found still right.',
  resourceStateWithReason,
);

export const resourceSuspended = defineEvent(
  'editorial.resource.suspended.v1',
  'A public resource is held back until it is restored or withdrawn.',
  resourceStateWithReason,
);

export const resourceRestored = defineEvent(
  'editorial.resource.restored.v1',
  'A suspended resource is public again.',
  resourceStateWithReason,
);

export const resourceExpired = defineEvent(
  'editorial.resource.expired.v1',
  'The date of a resource has passed: it leaves feeds and search quietly.',
  resourceState,
);

export const resourceLabelled = defineEvent(
  'editorial.resource.labelled.v1',
  'A resource became a national reference.',
  resourceState,
);

export const resourceUnlabelled = defineEvent(
  'editorial.resource.unlabelled.v1',
  'A resource is no longer a national reference: the label expired or was revoked.',
  resourceStateWithReason,
);

export const labelDecided = defineEvent(
  'editorial.label.decided.v1',
  'The committee decided on a proposal to make a public resource the national reference.',
  z.object({
    caseId: z.string(),
    resourceId: z.string(),
    version: z.number().int().positive(),
    /** Counts the proposals of this resource. */
    proposal: z.number().int().positive(),
    outcome: z.enum(['labelled', 'declined', 'changes-requested']),
    grounds,
    reasons: z.array(z.string()),
    labelledUntil: z.iso.datetime().nullable(),
  }),
);

export const resourceWithdrawn = defineEvent(
  'editorial.resource.withdrawn.v1',
  'A public resource was taken back; a tombstone with the reason stays.',
  resourceStateWithReason,
);

export const resourceCreditRemoved = defineEvent(
  'editorial.resource.credit-removed.v1',
  'The author asked that their name no longer appear: the same resource without it, in all of its versions.',
  resourceState,
);

export const resourceAdopted = defineEvent(
  'editorial.resource.adopted.v1',
  'Another network took the resource up, as it is or adapted.',
  resourceState.extend({
    adoption: z.object({
      id: z.string(),
      network: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
      territory: z.string(),
      mode: z.enum(['as-is', 'adapted']),
      result: z.string().nullable(),
      adoptedAt: z.iso.datetime(),
    }),
  }),
);

export const feedbackPublished = defineEvent(
  'editorial.feedback.published.v1',
  'What somebody says of a resource that they used was moderated, and is public.',
  z.object({
    feedbackId: z.string(),
    resourceId: z.string(),
    version: z.number().int().positive(),
    title: z.string(),
    /** The network that produced the resource. */
    networkId: z.string(),
    territory: z.string(),
    /** From 1, of no use, to 4, very useful. */
    usefulness: z.number().int(),
    minutesSaved: z.number().int().nullable(),
    outcome: z.enum(['worked', 'partly', 'failed']).nullable(),
    comment: z.string().nullable(),
    givenAt: z.iso.datetime(),
  }),
);

export const editorialNoticeRequested = defineEvent(
  'editorial.notice.requested.v1',
  'A person, or the people of a network, must be told something; the words and the address are found by who sends it.',
  z.object({
    personId: z.string().nullish(),
    /** Everybody who answers for that network, and its own webhooks. */
    networkId: z.string().nullish(),
    /** What happened, one of `noticeKinds`: chooses the words. */
    kind: z.string(),
    /** `now` goes at once; `digest` waits for the one digest of the day. */
    urgency: z.enum(['now', 'digest']),
    /** What the words are filled with: titles, ids, dates. Never a name or an address of a person. */
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()), z.null()])),
  }),
);

export const actionRecorded = defineEvent(
  'editorial.action.recorded.v1',
  'Somebody, or time, did something under the rules: kept in the audit log. Carries no name and no address.',
  z.object({
    /** `<thing>.<past participle>`. */
    action: z.string(),
    /** Null when time did it. */
    actor: z.object({ kind: z.enum(['person', 'network']), id: z.string() }).nullable(),
    subject: z.object({ kind: z.string(), id: z.string() }),
    version: z.number().int().nullable(),
    /** The rules under which it was done. */
    policyVersion: z.number().int().nullable(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])),
  }),
);
