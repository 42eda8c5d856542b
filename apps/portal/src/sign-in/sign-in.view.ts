import { spaced } from '../pages/french.ts';
import type { Refusal } from './acting-api.ts';

export interface SignInView {
  readonly title: string;
  readonly email: string;
  readonly wanted: string;
  /** Of the address field. */
  readonly error: string | undefined;
  readonly errors: readonly { readonly id: string; readonly message: string }[];
  readonly oidc: { readonly name: string; readonly path: string } | null;
}

interface SignInState {
  readonly wanted: string;
  readonly oidcName: string | null;
  readonly email?: string;
  readonly refusal?: Refusal;
}

/** What every field that holds an address says when it is none. */
const notAnAddress = 'Indiquez une adresse électronique complète, comme nom@reseau.fr.';

export const signInView = ({ wanted, oidcName, email = '', refusal }: SignInState): SignInView => {
  const error = refusal?.fields.email ? notAnAddress : refusal && spaced(refusal.detail);
  return {
    title: 'Se connecter',
    email,
    wanted,
    error,
    errors: error ? [{ id: 'email', message: error }] : [],
    oidc: oidcName === null ? null : { name: oidcName, path: `/connexion/oidc?vers=${encodeURIComponent(wanted)}` },
  };
};

export interface LinkPageView {
  readonly title: string;
  readonly isOpen: boolean;
  readonly action?: string;
  readonly detail?: string;
}

export const linkRefusedView = ({ detail }: Refusal): LinkPageView => ({
  title: 'Ce lien n’est plus valable',
  isOpen: false,
  detail: spaced(detail),
});
