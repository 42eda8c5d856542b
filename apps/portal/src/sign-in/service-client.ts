import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, request } from 'undici';
import { currentTraceparent, Unavailable } from '#platform';
import { type Method, type UpstreamName, upstreamAt } from '../proxy/proxied-routes.ts';

const connectTimeoutMs = 2_000;
const answerTimeoutMs = 15_000;

export interface Asking {
  /** In whose name. */
  readonly token?: string | undefined;
  readonly body?: unknown;
  /** The browser at the other end. */
  readonly from?: { readonly ip: string; readonly userAgent?: string | undefined } | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Calls the public API, at the service that answers it. */
@Injectable()
export class ServiceClient implements OnApplicationShutdown {
  static readonly ORIGINS = Symbol('origins of the services');
  private readonly agent = new Agent({ connections: 64, connect: { timeout: connectTimeoutMs } });

  constructor(@Inject(ServiceClient.ORIGINS) private readonly origins: Record<UpstreamName, string>) {}

  /** @throws Unavailable when nobody answers in time; every answer, refusals too, is given as it is. */
  async ask(method: Method, path: string, { token, body, from, headers }: Asking = {}): Promise<ServiceAnswer> {
    const traceparent = currentTraceparent();
    try {
      const answer = await request(this.addressOf(method, path), {
        method,
        dispatcher: this.agent,
        signal: AbortSignal.timeout(answerTimeoutMs),
        headers: {
          accept: 'application/json',
          'accept-language': 'fr',
          ...headers,
          ...(body === undefined ? {} : { 'content-type': contentTypeOf(method) }),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(from ? { 'x-forwarded-for': from.ip, 'user-agent': from.userAgent ?? '' } : {}),
          ...(traceparent ? { traceparent } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.statusCode, body: jsonOf(await answer.body.text()), headers: answer.headers };
    } catch (error) {
      throw Object.assign(new Unavailable(), { cause: error });
    }
  }

  private addressOf(method: Method, path: string): string {
    const service = upstreamAt(method, path.split('?')[0] ?? '');
    if (!service) throw new Error(`no service answers ${method} ${path}`);
    return `${this.origins[service]}${path}`;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}

const contentTypeOf = (method: Method): string =>
  method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
