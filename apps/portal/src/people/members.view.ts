import type { Grant, Role } from '#contracts';
import { colleges, verifierKinds } from '#taxonomy';
import type { Sent } from '../contribute/content.ts';
import { roleInWords } from '../me/my-page.view.ts';
import { spaced } from '../pages/french.ts';
import type { Refusal } from '../sign-in/acting-api.ts';

/** Somebody of a network, as those who manage it are told. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly (Grant & { readonly deputyOf?: string })[];
}

/** Those that a facilitator gives, and those that only an operator gives. */
const handedOut: readonly Role[] = ['contributor', 'facilitator'];
const reserved: readonly Role[] = ['committee-member', 'verifier', 'watch-editor', 'operator'];

export const isHandedOut = (role: Role): boolean => handedOut.includes(role);

export const nameWanted = 'Indiquez un nom.';
export const emailWanted = 'Indiquez une adresse électronique complète, comme nom@reseau.fr.';
const ownWords: Readonly<Record<string, string>> = {
  name: nameWanted,
  email: emailWanted,
  roles: 'Choisissez au moins un rôle.',
};

export const errorsOf = ({ errors }: Refusal) =>
  errors.map(({ id, message }) => ({
    id: id === 'roles' ? 'roles-contributor' : id,
    message: ownWords[id] ?? spaced(message),
  }));

export const rolesIn = (sent: Sent) => {
  const roles = [sent.roles ?? []].flat();
  const given = (name: 'college' | 'verifierKind' | 'deputyOf') => (sent[name] ? { [name]: String(sent[name]) } : {});
  return {
    roles,
    // What goes with a role that is not given is not sent.
    ...(roles.includes('committee-member') ? given('college') : {}),
    ...(roles.includes('verifier') ? given('verifierKind') : {}),
    ...given('deputyOf'),
  };
};

export const memberLine = (member: Member, all: readonly Member[], path: string) => ({
  name: member.name,
  email: member.email,
  roles: member.roles.map((grant) => ({
    label: roleInWords(grant),
    deputyOf:
      grant.deputyOf && spaced(`suppléance de ${all.find(({ id }) => id === grant.deputyOf)?.name ?? 'quelqu’un'}`),
  })),
  path: `${path}/${encodeURIComponent(member.id)}`,
});

interface Form {
  readonly member?: Member;
  readonly byOperator: boolean;
  readonly refusal?: Refusal | undefined;
}

/** The roles to tick, what goes with them, and whom one may stand in for. */
export const formOf = (others: readonly Member[], { member, byOperator, refusal }: Form) => {
  const held = (role: Role) => member?.roles.find((grant) => grant.role === role);
  const error = (name: string) => refusal?.fields[name] && spaced(refusal.fields[name]);
  const select = (terms: readonly { readonly id: string; readonly label: string }[], chosen: string | undefined) => [
    { value: '', label: 'Choisir' },
    ...terms.map(({ id, label }) => ({ value: id, label, isChosen: id === chosen })),
  ];
  return {
    roles: [...handedOut, ...(byOperator ? reserved : [])].map((role) => ({
      id: `roles-${role}`,
      value: role,
      label: roleInWords({ role }),
      isChosen: member ? Boolean(held(role)) : role === 'contributor',
    })),
    rolesError: refusal?.fields.roles && ownWords.roles,
    colleges: byOperator && select(colleges.terms, held('committee-member')?.college),
    collegeError: error('college'),
    verifierKinds: byOperator && select(verifierKinds.terms, held('verifier')?.verifierKind),
    verifierKindError: error('verifierKind'),
    deputies: [
      { value: '', label: 'Personne' },
      ...others.map(({ id, name }) => ({
        value: id,
        label: name,
        isChosen: member?.roles.some(({ deputyOf }) => deputyOf === id) ?? false,
      })),
    ],
    deputyError: error('deputyOf'),
  };
};
