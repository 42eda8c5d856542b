import { Inject, Injectable } from '@nestjs/common';
import { OutboundHttp } from '#outbound-http';

export const PISTE = Symbol('piste');

/** An account at piste.gouv.fr whose owner accepted the conditions of the API; null: the adapter is off. */
export type PisteAccount = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenUrl: string;
} | null;

export type PisteAnswer =
  | { readonly done: true; readonly body: unknown }
  | { readonly done: false; readonly error: string; readonly retryAfter: string | undefined };

const maxBytes = 10 * 1024 * 1024;
const earlyMs = 60_000;

/** Calls the API Légifrance with a token of the account (OAuth 2.0, client credentials), kept until it is about to end. */
@Injectable()
export class PisteClient {
  private token: { readonly value: string; readonly until: number } | undefined;

  constructor(
    private readonly http: OutboundHttp,
    @Inject(PISTE) private readonly account: PisteAccount,
  ) {}

  get isOn(): boolean {
    return this.account !== null;
  }

  async post(url: string, question: object, now: Date): Promise<PisteAnswer> {
    const token = await this.tokenAt(now);
    if (typeof token !== 'string') return token;
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json',
    };
    const answer = await this.ask(url, headers, JSON.stringify(question));
    // Withdrawn before its time: the next poll asks for another.
    if (!answer.done && answer.error.includes('401')) this.token = undefined;
    return answer;
  }

  private async tokenAt(now: Date): Promise<string | PisteAnswer> {
    if (!this.account) return refused('L’API Légifrance demande un compte PISTE : voyez la configuration.');
    if (this.token && this.token.until > now.getTime() + earlyMs) return this.token.value;
    const { clientId, clientSecret, tokenUrl } = this.account;
    const credentials = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'openid',
    };
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const answer = await this.ask(tokenUrl, headers, new URLSearchParams(credentials).toString());
    if (!answer.done) return answer;
    const { access_token: value, expires_in: seconds } = answer.body as {
      access_token?: unknown;
      expires_in?: unknown;
    };
    if (typeof value !== 'string') return refused('PISTE n’a pas donné de jeton.');
    this.token = { value, until: now.getTime() + Number(seconds ?? 0) * 1_000 };
    return value;
  }

  private async ask(url: string, headers: Record<string, string>, body: string): Promise<PisteAnswer> {
    const answer = await this.http.send({
      method: 'POST',
      url,
      headers,
      body,
      timeoutMs: 20_000,
      maxBodyBytes: maxBytes,
    });
    if (answer.outcome !== 'answered') return refused(answer.detail);
    if (answer.status === 403) return refused('PISTE refuse (403) : les conditions de l’API sont-elles acceptées ?');
    if (answer.status !== 200) return refused(`PISTE a répondu ${answer.status}.`, answer.headers['retry-after']);
    try {
      return { done: true, body: JSON.parse(answer.body) };
    } catch {
      return refused('PISTE n’a pas répondu en JSON.');
    }
  }
}

const refused = (error: string, retryAfter?: string): PisteAnswer => ({ done: false, error, retryAfter });
