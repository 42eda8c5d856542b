import { holds, networksOf, type Principal } from '#access';
import type { Role } from '#contracts';
import { Forbidden, InvalidFields } from '#platform';
import type { NetworkRepository } from './network.repository.ts';
import type { Network } from './network.ts';

/**
 * The network that somebody acts for in a role: the one named, else the only one that their key serves.
 *
 * @throws InvalidFields when several could be meant; Forbidden when it is none of theirs.
 */
export const ownNetwork = async (
  networks: NetworkRepository,
  caller: Principal,
  role: Role,
  named: string | undefined,
): Promise<Network> => {
  const own = networksOf(caller, role);
  const only = own.length === 1 ? own[0] : undefined;
  if (!named && !only && own.length > 1) throw severalNetworks();
  const wanted = named ?? only;
  if (!wanted) throw new Forbidden();
  const network = await networks.named(wanted, '/network');
  if (!holds(caller, role, network._id)) throw new Forbidden();
  return network;
};

const severalNetworks = () =>
  new InvalidFields([
    {
      pointer: '/network',
      code: 'required',
      detail: {
        fr: 'Cette clé sert plusieurs réseaux : dites lequel.',
        en: 'This key serves several networks: say which.',
      },
    },
  ]);
