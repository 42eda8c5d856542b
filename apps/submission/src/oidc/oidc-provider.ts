import { Inject, Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import { ACCESS_OPTIONS, type AccessOptions } from '#access';
import { OIDC_OPTIONS, type OidcOptions } from './oidc.options.ts';
import { OidcAnswerRefused, ProviderAway } from './oidc.problems.ts';

/** What one authorization is bound to: shown again, it must be the same. */
export interface Binding {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

const timeoutSeconds = 5;
const callbackPath = '/connexion/oidc/retour';

/** The configured OpenID provider: authorization code with PKCE, state and nonce (OpenID Connect Core §3.1, RFC 9700). */
@Injectable()
export class OidcProvider {
  private readonly logger = new Logger(OidcProvider.name);
  private discovered: Promise<oidc.Configuration> | undefined;

  constructor(
    @Inject(OIDC_OPTIONS) private readonly options: OidcOptions | null,
    @Inject(ACCESS_OPTIONS) private readonly access: AccessOptions,
  ) {}

  get isConfigured(): boolean {
    return this.options !== null;
  }

  /** Where to send the browser, and what its answer must fit. @throws ProviderAway */
  async begin(): Promise<{ url: string; binding: Binding }> {
    const configuration = await this.configuration();
    const binding = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callback,
      scope: 'openid email',
      code_challenge: await oidc.calculatePKCECodeChallenge(binding.verifier),
      code_challenge_method: 'S256',
      state: binding.state,
      nonce: binding.nonce,
    });
    return { url: url.href, binding };
  }

  /**
   * The address that the provider vouches for; null when it does not. The code is exchanged from here, with our secret,
   * and the signature of the ID token is checked besides. @throws OidcAnswerRefused @throws ProviderAway
   */
  async verifiedEmail(query: string, { state, nonce, verifier }: Binding): Promise<string | null> {
    const configuration = await this.configuration();
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, new URL(`${this.callback}?${query}`), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new OidcAnswerRefused();
      // Many providers tell the address at this endpoint only (OpenID Connect Core §5.4).
      const told = claims.email ? claims : await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
      return told.email_verified === true && typeof told.email === 'string' ? told.email.toLowerCase() : null;
    } catch (error) {
      this.logger.warn({ msg: 'OpenID sign-in refused', code: (error as { code?: string }).code, error });
      throw error instanceof TypeError ? new ProviderAway() : new OidcAnswerRefused();
    }
  }

  private get callback(): string {
    return `${this.access.origin}${callbackPath}`;
  }

  /** Looked up once; again when that failed. */
  private async configuration(): Promise<oidc.Configuration> {
    this.discovered ??= this.discover();
    try {
      return await this.discovered;
    } catch (error) {
      this.discovered = undefined;
      this.logger.error({ error, msg: 'the OpenID provider cannot be discovered' });
      throw new ProviderAway();
    }
  }

  private async discover(): Promise<oidc.Configuration> {
    if (!this.options) throw new Error('no OpenID provider is configured');
    const { issuer, clientId, clientSecret } = this.options;
    const isLoopback = this.access.mode !== 'production' && new URL(issuer).protocol === 'http:';
    return oidc.discovery(new URL(issuer), clientId, undefined, oidc.ClientSecretBasic(clientSecret), {
      timeout: timeoutSeconds,
      execute: [oidc.enableNonRepudiationChecks, ...(isLoopback ? [oidc.allowInsecureRequests] : [])],
    });
  }
}
