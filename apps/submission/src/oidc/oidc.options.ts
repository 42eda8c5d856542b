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

interface OidcVariables {
  readonly ESSAIM_MODE: 'production' | 'demonstration' | 'test';
  readonly ESSAIM_OIDC_ISSUER?: string | undefined;
  readonly ESSAIM_OIDC_CLIENT_ID?: string | undefined;
  readonly ESSAIM_OIDC_CLIENT_SECRET?: string | undefined;
  readonly ESSAIM_OIDC_NAME?: string | undefined;
}

/** The provider, where one is configured. @throws Error, at boot, when it is only half so */
export const oidcOf = ({
  ESSAIM_MODE,
  ESSAIM_OIDC_ISSUER: issuer,
  ESSAIM_OIDC_CLIENT_ID: clientId,
  ESSAIM_OIDC_CLIENT_SECRET: clientSecret,
  ESSAIM_OIDC_NAME: name,
}: OidcVariables): OidcOptions | null => {
  if (!issuer) return null;
  if (!clientId || !clientSecret) throw new Error('ESSAIM_OIDC_ISSUER needs ESSAIM_OIDC_CLIENT_ID and _CLIENT_SECRET');
  if (ESSAIM_MODE === 'production' && !issuer.startsWith('https:')) throw new Error('ESSAIM_OIDC_ISSUER must be https');
  return { issuer, clientId, clientSecret, name: name ?? new URL(issuer).hostname };
};
