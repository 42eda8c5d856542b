import { z } from 'zod';
import { announcedContent } from './contribution.ts';
import { defineEvent } from './define-event.ts';
import { frozenProducer } from './submission.events.ts';

export const itemDetected = defineEvent(
  'watch.item.detected.v1',
  'A source was read, and holds what was not known yet. Nobody has chosen any of it.',
  z.object({
    sourceId: z.string(),
    items: z.array(
      z.object({
        itemId: z.string(),
        title: z.string(),
        url: z.string().nullable(),
        family: z.string(),
        publishedAt: z.iso.datetime(),
      }),
    ),
  }),
);

export const itemSelected = defineEvent(
  'watch.item.selected.v1',
  'A watch editor chose an item, edited it, and hands it to the committee: a case opens on it.',
  z.object({
    itemId: z.string(),
    /** Counts what was handed to the committee of this item. */
    version: z.number().int().positive(),
    network: frozenProducer,
    involvedNetworks: z.array(z.string()),
    content: announcedContent,
    /** The editor’s person id: they do not decide alone. */
    selectedBy: z.string(),
    selectedAt: z.iso.datetime(),
    /** Why the date presses; null for the usual pace. */
    urgent: z.object({ reason: z.string() }).nullable(),
  }),
);

export const itemDeselected = defineEvent(
  'watch.item.deselected.v1',
  'A watch editor took a choice back before the committee decided: its case is closed.',
  z.object({ itemId: z.string(), version: z.number().int().positive(), reason: z.string().nullable() }),
);

const changeKind = z.enum(['modified', 'repealed', 'moved', 'new-version', 'applied']);

export const textChanged = defineEvent(
  'watch.text.changed.v1',
  'An official text was read that changes others: which, how surely, and from when. Nobody has judged what it means.',
  z.object({
    itemId: z.string(),
    title: z.string(),
    url: z.string().nullable(),
    publishedAt: z.iso.datetime(),
    /** What the text itself is known by. */
    own: z.array(z.string()),
    changes: z.array(
      z.object({
        /** A canonical key, as `code:travail/L3142-54-1`. */
        target: z.string(),
        aliases: z.array(z.string()).optional(),
        kind: changeKind,
        /** Said by its publisher or by a person, not read in its words. */
        isCertain: z.boolean(),
        effectiveAt: z.iso.date().nullable(),
      }),
    ),
  }),
);

export const impactFound = defineEvent(
  'watch.impact.found.v1',
  'A public resource cites what a text changes. People judge what it means; nothing is flagged by this.',
  z.object({
    itemId: z.string(),
    itemTitle: z.string(),
    url: z.string().nullable(),
    publishedAt: z.iso.datetime(),
    resourceId: z.string(),
    version: z.number().int().positive(),
    level: z.enum(['certain', 'probable', 'possible']),
    kind: changeKind,
    /** The references of the resource that are touched. */
    keys: z.array(z.string()),
    effectiveAt: z.iso.date().nullable(),
  }),
);

export const watchNoticeRequested = defineEvent(
  'watch.notice.requested.v1',
  'A person, or the people of a network, must be told of a source or of an item; the words and the address are found by who sends it.',
  z.object({
    personId: z.string().nullish(),
    /** Everybody who answers for that network. */
    networkId: z.string().nullish(),
    /** What happened, `<thing>.<what>`: chooses the words. */
    kind: z.string(),
    /** `now` goes at once; `digest` waits for the one digest of the day. */
    urgency: z.enum(['now', 'digest']),
    /** What the words are filled with: titles, ids, dates. Never a name or an address of a person. */
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()), z.null()])),
  }),
);
