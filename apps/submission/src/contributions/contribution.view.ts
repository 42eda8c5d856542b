import type { Network } from '../networks/network.ts';
import { awaitedAgreements, type Contribution } from './contribution.ts';

type Named = Pick<Network, '_id' | 'slug' | 'name'>;

/** A contribution, as its network sees it in lists. */
export const contributionView = (contribution: Contribution, network: Named) => {
  const { _id, content, status, version, externalId, createdAt, history, files = [] } = contribution;
  return {
    ...content,
    id: _id,
    status,
    version,
    title: content.title ?? '',
    externalId: externalId ?? null,
    network: { id: network._id, slug: network.slug, name: network.name },
    createdAt,
    updatedAt: history.at(-1)?.at ?? createdAt,
    files: files.map(attachmentView),
  };
};
export type ContributionView = ReturnType<typeof contributionView>;

export const attachmentView = ({ addedBy: _, ...attachment }: NonNullable<Contribution['files']>[number]) => attachment;

/** The same with its past: versions, history, and what the committee said. */
export const contributionDetail = (contribution: Contribution, network: Named) => ({
  ...contributionView(contribution, network),
  versions: contribution.versions.map(
    ({ version, submittedAt, endorsedAt, content, network: producer, charter, files }) => ({
      version,
      submittedAt,
      endorsedAt,
      content,
      producer,
      charter: charter ? { version: charter.version, acceptedAt: charter.acceptedAt } : null,
      files: (files ?? []).map(attachmentView),
    }),
  ),
  history: contribution.history,
  committee: contribution.committee,
  agreements: (contribution.agreements ?? []).map(({ network: id, version, at }) => ({ network: id, version, at })),
  awaitedAgreements: contribution.status === 'submitted' ? awaitedAgreements(contribution) : [],
});

/** What its own network sees beside: what it took, who proposed it, and what was asked. */
export const privateFacts = ({ effort, proposer, removalRequests = [] }: Contribution) => ({
  effort: effort && Object.keys(effort).length ? effort : null,
  proposer: proposer ?? null,
  removalRequests: removalRequests.map(({ what, reason, at }) => ({ what, reason, at })),
});
