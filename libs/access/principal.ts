import type { Grant, Role } from '#contracts';

/** Who calls, and what they may do. */
export interface Principal {
  readonly keyId: string;
  /** Of a signed-in person: the session that they act by. */
  readonly session?: string;
  readonly kind: 'person' | 'network';
  /** Of the person, or of the network. */
  readonly id: string;
  readonly grants: readonly Grant[];
  /** A network's key whose submissions count as endorsed. */
  readonly selfEndorsing: boolean;
}

/** Whether they hold the role, for that network when one is given. */
export const holds = ({ grants }: Principal, role: Role, network?: string): boolean =>
  grants.some((grant) => grant.role === role && (network === undefined || grant.network === network));

/** The networks for which they hold any of the roles. */
export const networksOf = ({ grants }: Principal, ...roles: readonly Role[]): string[] => [
  ...new Set(
    grants.flatMap(({ role, network }) => (network && (roles.length === 0 || roles.includes(role)) ? [network] : [])),
  ),
];

/** The networks whose work they may speak for: a network’s own key speaks for it, whatever it was given. */
export const contributingFor = (principal: Principal): string[] =>
  principal.kind === 'network' ? [principal.id] : networksOf(principal, 'contributor', 'facilitator');

/** Whether they act for that network in any way. */
export const belongsTo = (principal: Principal, network: string): boolean =>
  (principal.kind === 'network' && principal.id === network) || networksOf(principal).includes(network);

/**
 * What a key may do. A network's key does what it was given. A person's key does what the person may do now, narrowed
 * to the grants that the key names, when it names any.
 */
export const grantsOfKey = (
  kind: Principal['kind'],
  keyGrants: readonly Grant[],
  personGrants: readonly Grant[],
): readonly Grant[] => {
  if (kind === 'network') return keyGrants;
  if (keyGrants.length === 0) return personGrants;
  return personGrants.filter((held) =>
    keyGrants.some(({ role, network }) => role === held.role && (network === undefined || network === held.network)),
  );
};
