import type { Contribution } from '../contributions/contribution.ts';
import type { Attachment } from './attachment.ts';

/**
 * A file of a version that the committee published: `gone` once the resource was withdrawn, null while it is suspended
 * and for all that is not public.
 */
export const publicFile = (contribution: Contribution, file: string): Attachment | 'gone' | null => {
  const { versions, committee, status, resource } = contribution;
  const published = committee.filter(({ outcome }) => outcome === 'published').map(({ version }) => version);
  const found = versions
    .filter(({ version }) => published.includes(version))
    .flatMap(({ files }) => files ?? [])
    .find(({ id }) => id === file);
  if (!found) return null;
  if (status === 'withdrawn' || resource?.status === 'withdrawn') return 'gone';
  return resource?.status === 'suspended' ? null : found;
};
