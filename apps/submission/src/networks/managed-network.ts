import { holds, type Principal } from '#access';
import { NetworkNotFound } from './network.problems.ts';
import type { NetworkRepository } from './network.repository.ts';
import type { Network } from './network.ts';

/**
 * The network, for those who manage it: its facilitators, and operators.
 *
 * @throws NetworkNotFound (404) also to facilitators of others: it is none of their business.
 */
export const managedNetwork = async (networks: NetworkRepository, id: string, caller: Principal): Promise<Network> => {
  const network = await networks.find(id);
  if (!network) throw new NetworkNotFound();
  if (!holds(caller, 'operator') && !holds(caller, 'facilitator', network._id)) throw new NetworkNotFound();
  return network;
};
