import type { Network } from '../networks/network.ts';
import type { Contribution } from './contribution.ts';

/** A contribution, as its network sees it in lists. */
export const contributionView = (contribution: Contribution, network: Pick<Network, '_id' | 'slug' | 'name'>) => {
  const { _id, content, status, version, externalId, createdAt, history } = contribution;
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
  };
};
export type ContributionView = ReturnType<typeof contributionView>;

/** The same with its past: versions, history, and what the committee said. */
export const contributionDetail = (contribution: Contribution, network: Pick<Network, '_id' | 'slug' | 'name'>) => ({
  ...contributionView(contribution, network),
  versions: contribution.versions.map(({ version, submittedAt, endorsedAt, content }) => ({
    version,
    submittedAt,
    endorsedAt,
    content,
  })),
  history: contribution.history,
  committee: contribution.committee,
});
