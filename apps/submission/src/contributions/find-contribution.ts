import { belongsTo, holds, type Principal } from '#access';
import type { Role } from '#contracts';
import { Forbidden } from '#platform';
import { ContributionNotFound } from './contribution.problems.ts';
import type { ContributionRepository } from './contribution.repository.ts';
import type { Contribution } from './contribution.ts';

/**
 * The contribution, for somebody of its network in that role.
 *
 * @throws ContributionNotFound (404) also to other networks: it is none of their business; Forbidden (403) to members
 * of its network in other roles.
 */
export const findAs = async (
  role: Role,
  contributions: ContributionRepository,
  id: string,
  caller: Principal,
): Promise<Contribution> => {
  const contribution = await contributions.store.find(id);
  if (!contribution || !belongsTo(caller, contribution.network)) throw new ContributionNotFound();
  if (!holds(caller, role, contribution.network)) throw new Forbidden();
  return contribution;
};

/** Whether they may read it: its network; once handed in, those it involves, the committee and verifiers too. */
const isSeenBy = (caller: Principal, { network, version, versions }: Contribution): boolean => {
  if (belongsTo(caller, network)) return true;
  if (version === 0) return false;
  return (
    holds(caller, 'committee-member') ||
    holds(caller, 'verifier') ||
    (versions.at(-1)?.involvedNetworks ?? []).some((each) => belongsTo(caller, each))
  );
};

/** The contribution, for whoever may read it. @throws ContributionNotFound (404) to everybody else */
export const findSeen = async (
  contributions: ContributionRepository,
  id: string,
  caller: Principal,
): Promise<Contribution> => {
  const contribution = await contributions.store.find(id);
  if (!contribution || !isSeenBy(caller, contribution)) throw new ContributionNotFound();
  return contribution;
};
