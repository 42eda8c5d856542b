/** Null where no provider is configured. */
export const OIDC_OPTIONS = Symbol('OpenID provider');

/** The OpenID provider whose people may sign in, and who we are to it. */
export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** On the button: « Se connecter avec … ». */
  readonly name: string;
}
