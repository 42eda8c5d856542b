import { z } from 'zod';
import { publicResource } from '#contracts';

const segments = z.array(z.object({ text: z.string(), marked: z.boolean() }));
const facet = z.array(z.object({ value: z.string(), label: z.string(), count: z.number().int() }));

/** What `GET /api/v1/search` answers. */
export const searchResults = z.object({
  items: z.array(publicResource.extend({ highlight: z.object({ title: segments, summary: segments }) })),
  total: z.number().int(),
  next: z.string().nullable(),
  facets: z.record(z.string(), facet),
  help: z.object({
    didYouMean: z.string().nullable(),
    broader: z.array(z.object({ without: z.string(), query: z.string(), total: z.number().int() })),
  }),
  /** What following brings: feeds, mails and webhooks take each word at its letter. */
  follow: z.object({ query: z.string(), total: z.number().int() }).optional(),
});
export type SearchResults = z.output<typeof searchResults>;
export type Segment = z.output<typeof segments>[number];

/** What `GET /api/v1/filters/preview` answers. */
export const filterPreview = z.object({
  total: z.number().int(),
  perMonth: z.array(z.object({ month: z.string(), count: z.number().int() })),
  latest: z.array(z.object({ id: z.string(), title: z.string(), publishedAt: z.iso.datetime() })),
});
export type FilterPreview = z.output<typeof filterPreview>;

export const resourceList = z.object({
  items: z.array(publicResource),
  total: z.number().int(),
  next: z.string().nullable(),
});
export type ResourceList = z.output<typeof resourceList>;

export const versionList = z.object({
  items: z.array(
    z.object({
      version: z.number().int(),
      publishedAt: z.iso.datetime(),
      change: z.string().nullable(),
      title: z.string(),
    }),
  ),
  total: z.number().int(),
});
export type VersionList = z.output<typeof versionList>;

export const versionChanges = z.object({
  items: z.array(
    z.object({
      field: z.string(),
      label: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});

export const announcements = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['published', 'revised', 'reference', 'withdrawn']),
      at: z.iso.datetime(),
      resource: publicResource,
    }),
  ),
  total: z.number().int(),
  next: z.string().nullable(),
});
export type Announcements = z.output<typeof announcements>;

export const announcementMonths = z.object({
  items: z.array(z.object({ month: z.string(), count: z.number().int() })),
});

export const jsonLdDocument = z.looseObject({ '@context': z.string() });
