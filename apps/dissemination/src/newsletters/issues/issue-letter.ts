import { z } from 'zod';
import { type PublicResource, publicResource } from '#contracts';
import type { PublicOrigin } from '../../public-origin.ts';
import { digestLetter } from '../digests/digest-letter.ts';
import type { Telling } from '../digests/telling.ts';
import { type MailDelivery, tellKey } from '../mail-delivery.ts';
import type { Issue } from './issue.ts';

/** What is kept of a letter for those who send it: the same words for everybody. */
export const issueCause = z.object({
  title: z.string(),
  introduction: z.array(z.string()),
  content: z.array(publicResource),
  /** Of a trial: whom it is sent to, sealed. */
  to: z.string().optional(),
});
/** What a letter says. */
export type IssueWords = Pick<Issue, 'title' | 'introduction' | 'content'>;

export const causeIdOf = (issue: string): string => `issue-${issue}`;

/** What a letter tells of a resource: its version, which nobody is sent who had it. */
export const versionKey = ({ id, version, revisedAt }: PublicResource): string =>
  tellKey(revisedAt ? 'revised' : 'published', id, version, 0);

const tellingsOf = (content: readonly PublicResource[], at: Date): Telling[] =>
  content.map(({ url: _, ...resource }) => {
    const kind = resource.revisedAt ? 'revised' : 'published';
    const about = { kind, resourceId: resource.id, version: resource.version, resource } as const;
    return { ...about, _id: resource.id, key: resource.id, at, heardAt: at, previous: null, reason: null };
  });

/** The words of a letter, for its mail and for its page in the archive. */
export const issueLetter = ({ title, introduction, content }: IssueWords, at: Date, origin: PublicOrigin) => {
  const { families, ...rest } = digestLetter({ createdAt: at } as MailDelivery, tellingsOf(content, at), origin);
  return { ...rest, families: families.map(chosen), title: null, heading: title, introduction };
};

/** An editor chose them, new or not: nothing became of them of late. */
const chosen = ({ label, themes }: ReturnType<typeof digestLetter>['families'][number]) => ({
  label,
  themes: themes.map(({ entries, ...theme }) => ({
    ...theme,
    entries: entries.map((entry) => ({ ...entry, kinds: null })),
  })),
});
