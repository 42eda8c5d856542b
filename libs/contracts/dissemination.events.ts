import { z } from 'zod';
import { defineEvent } from './define-event.ts';

export const endpointDisabled = defineEvent(
  'dissemination.endpoint.disabled.v1',
  'A webhook endpoint gets nothing more until its owner enables it again.',
  z.object({ endpointId: z.string(), networkId: z.string(), reason: z.string() }),
);

export const endpointNotice = defineEvent(
  'dissemination.notice.requested.v1',
  'A network must be told, out of band, how one of its webhook endpoints fares.',
  z.object({
    networkId: z.string(),
    kind: z.enum(['webhook-endpoint.failing', 'webhook-endpoint.disabled', 'webhook-endpoint.recovered']),
    /** `now` goes at once; `digest` waits for the one digest of the day. */
    urgency: z.enum(['now', 'digest']),
    /** What the words are filled with: ids, dates, counts. */
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  }),
);

export const issueSent = defineEvent(
  'dissemination.issue.sent.v1',
  'An issue of a newsletter went out to everybody who was to have it.',
  z.object({
    issueId: z.string(),
    title: z.string(),
    /** Its page in the archive, from the public origin: begins with a slash. */
    path: z.string(),
    frequency: z.string(),
    sentAt: z.iso.datetime(),
    /** Ids of the resources it told of. */
    resources: z.array(z.string()),
  }),
);
