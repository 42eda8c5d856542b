import { isReturnPath } from '#contracts';

/** Where somebody lands who came from nowhere in particular. */
const home = '/moi';

/** Where to go once signed in: a page of ours, never another site, never back to signing in or out. */
export const returnTo = (given: unknown): string =>
  typeof given === 'string' && isReturnPath(given) && !/^\/(?:connexion|deconnexion)(?:[/?#]|$)/.test(given)
    ? given
    : home;

/** The address of the form, which remembers where to go afterwards. */
export const signInPath = (from: string): string =>
  returnTo(from) === home ? '/connexion' : `/connexion?vers=${encodeURIComponent(from)}`;
