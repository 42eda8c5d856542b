import { z } from 'zod';
import { type Grant, line, term } from '#contracts';
import type { Stored } from '#messaging';
import { colleges, verifierKinds } from '#taxonomy';

/** Somebody who acts for networks. Their name and address never leave this service in an event kept for replay. */
export interface Person extends Stored {
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  readonly grants: readonly Grant[];
}

const roleFields = {
  roles: z
    .array(z.enum(['contributor', 'facilitator', 'committee-member', 'verifier', 'watch-editor', 'operator']))
    .min(1)
    .max(6),
  /** Of a committee member. */
  college: term(colleges).optional(),
  /** Of a verifier. */
  verifierKind: term(verifierKinds).optional(),
  /** Of whom they are the deputy in these roles: another member's id. */
  deputyOf: line(80).optional(),
};

const roleShape = z.strictObject(roleFields);

const complete = (context: z.core.ParsePayload<Pick<MemberRoles, 'roles' | 'college' | 'verifierKind'>>): void => {
  const { roles, college, verifierKind } = context.value;
  const lacks = (path: string, fr: string, en: string) =>
    context.issues.push({
      code: 'custom',
      message: fr,
      input: context.value,
      path: [path],
      params: { code: 'required', fr, en },
    });
  if (roles.includes('committee-member') && !college) {
    lacks('college', 'Un membre du comité siège dans un collège.', 'A committee member sits in a college.');
  }
  if (roles.includes('verifier') && !verifierKind) {
    lacks('verifierKind', 'Un vérificateur a une qualité.', 'A verifier is of some kind.');
  }
};

/** What a member may do for a network. */
export const memberRoles = roleShape.check(complete);
export type MemberRoles = z.output<typeof roleShape>;

export const newMember = z
  .strictObject({
    name: line(120),
    email: z
      .email()
      .max(254)
      .transform((email) => email.toLowerCase()),
    ...roleFields,
  })
  .check(complete);
export type NewMember = z.output<typeof newMember>;

/** What joining a network in these roles gives. An operator's right holds for the whole platform all the same. */
export const grantsFor = ({ roles, college, verifierKind, deputyOf }: MemberRoles, network: string): Grant[] =>
  roles.map((role) => ({
    role,
    network,
    ...(role === 'committee-member' ? { college } : {}),
    ...(role === 'verifier' ? { verifierKind } : {}),
    ...(deputyOf ? { deputyOf } : {}),
  }));

/** Rights with others added: the new ones win over those for the same role and network. */
export const withGrants = (held: readonly Grant[], added: readonly Grant[]): Grant[] => [
  ...held.filter(({ role, network }) => !added.some((grant) => grant.role === role && grant.network === network)),
  ...added,
];

/** Given and taken by operators alone. */
export const isReserved = (role: Grant['role']): boolean => role !== 'contributor' && role !== 'facilitator';

/** Rights without those for a network; reserved ones stay unless an operator takes them. */
export const withoutNetwork = (held: readonly Grant[], network: string, byOperator: boolean): Grant[] =>
  held.filter((grant) => grant.network !== network || (isReserved(grant.role) && !byOperator));

export const sameGrants = (a: readonly Grant[], b: readonly Grant[]): boolean => sorted(a) === sorted(b);

const sorted = (grants: readonly Grant[]): string =>
  grants
    .map(({ role, network, college, verifierKind, deputyOf }) =>
      JSON.stringify([role, network, college, verifierKind, deputyOf]),
    )
    .sort()
    .join();
