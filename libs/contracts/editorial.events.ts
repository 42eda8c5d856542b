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
