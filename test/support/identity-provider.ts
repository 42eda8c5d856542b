import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** What the provider knows of who comes. */
export interface Account {
  readonly email: string;
  readonly isVerified: boolean;
}

/** A real OpenID provider, by others: whoever comes is the account that the test says, without being asked. */
export class IdentityProvider {
  static readonly clientId = 'essaim';
  static readonly clientSecret = 'a-secret-of-the-tests';
  account: Account = { email: '', isVerified: true };
  private server: Server | undefined;
  private port = 0;

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Listens first, so that its address is known; who it serves is known later. */
  async start(redirectUri: () => string): Promise<void> {
    const server = createServer((request, response) => void this.answer(request, response, redirectUri));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve) ?? resolve(undefined));
  }

  private provider: Provider | undefined;

  private async answer(
    request: Parameters<ReturnType<Provider['callback']>>[0],
    response: Parameters<ReturnType<Provider['callback']>>[1],
    redirectUri: () => string,
  ): Promise<void> {
    this.provider ??= this.made(redirectUri());
    const { provider } = this;
    if (!request.url?.startsWith('/interaction/')) return provider.callback()(request, response) as Promise<void>;
    const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      const result = { login: { accountId: 'somebody' } };
      return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    }
    const grant = grantId
      ? await provider.Grant.find(grantId)
      : new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params.client_id) });
    grant?.addOIDCScope('openid email');
    const consent = { grantId: await grant?.save() };
    return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
  }

  private made(redirectUri: string): Provider {
    return new Provider(this.issuer, {
      clients: [
        {
          client_id: IdentityProvider.clientId,
          client_secret: IdentityProvider.clientSecret,
          redirect_uris: [redirectUri],
          response_types: ['code'],
          grant_types: ['authorization_code'],
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'] },
      cookies: { keys: ['tests'] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      pkce: { required: () => true },
      findAccount: (_context, sub) => ({
        accountId: sub,
        claims: () => ({ sub, email: this.account.email, email_verified: this.account.isVerified }),
      }),
    });
  }
}
