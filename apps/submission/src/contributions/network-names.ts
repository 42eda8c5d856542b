import type { ContributionContent } from '#contracts';
import type { NetworkRepository } from '../networks/network.repository.ts';

/** Networks are named by slug or id, and kept by id. @throws InvalidFields naming the one that is not known */
export const withNetworkIds = async (
  networks: NetworkRepository,
  content: ContributionContent,
): Promise<ContributionContent> => {
  const idOf = async (named: string, pointer: string) => (await networks.named(named, pointer))._id;
  const { coProducers, sponsor } = content;
  return {
    ...content,
    ...(coProducers
      ? { coProducers: await Promise.all(coProducers.map((named, index) => idOf(named, `/coProducers/${index}`))) }
      : {}),
    ...(sponsor ? { sponsor: await idOf(sponsor, '/sponsor') } : {}),
  };
};
