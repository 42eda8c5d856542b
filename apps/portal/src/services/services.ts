import type { Readable } from 'node:stream';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, request } from 'undici';
import type { z } from 'zod';
import { currentTraceparent, Unavailable } from '#platform';
import { type Method, type UpstreamName, upstreamAt } from '../proxy/proxied-routes.ts';

const timeoutMs = 2_000;
/** Of a command: what is being done is waited for. */
const commandTimeoutMs = 15_000;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Question {
  readonly method?: Method;
  readonly accept?: string;
  readonly body?: unknown;
  /** A body that is passed on as it comes, with its type. */
  readonly stream?: { readonly type: string; readonly body: Readable } | undefined;
  /** In whose name. */
  readonly token?: string | undefined;
  /** The browser at the other end. */
  readonly from?: { readonly ip: string; readonly userAgent?: string | undefined } | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** The public HTTP API of the services, as pages ask it: two seconds, no more. */
@Injectable()
export class Services implements OnApplicationShutdown {
  static readonly ORIGINS = Symbol('where each service listens');
  private readonly logger = new Logger(Services.name);
  private readonly agent = new Agent({ connections: 32, connect: { timeout: timeoutMs } });

  constructor(@Inject(Services.ORIGINS) private readonly origins: Record<UpstreamName, string>) {}

  /** @throws Unavailable when it does not answer in time; any answer is one, refusals included */
  async ask(service: UpstreamName, path: string, question: Question = {}): Promise<Answer> {
    const { method = 'GET', body, stream } = question;
    try {
      const answer = await request(`${this.origins[service]}${path}`, {
        method,
        dispatcher: this.agent,
        signal: AbortSignal.timeout(question.timeoutMs ?? timeoutMs),
        headers: headersOf(question),
        ...(stream ? { body: stream.body } : body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.statusCode, body: jsonOf(await answer.body.text()), headers: answer.headers };
    } catch (error) {
      throw Object.assign(new Unavailable(), { cause: error });
    }
  }

  /** What is sent on as it comes: a file. @throws Unavailable */
  async open(service: UpstreamName, path: string, token: string | undefined) {
    try {
      const headers = headersOf({ accept: '*/*', token });
      return await request(`${this.origins[service]}${path}`, { dispatcher: this.agent, headers });
    } catch (error) {
      throw Object.assign(new Unavailable(), { cause: error });
    }
  }

  /** A command, or a question in somebody's name, at the service that the table of routes names. @throws Unavailable */
  async call(method: Method, path: string, question: Question = {}): Promise<Answer> {
    const service = upstreamAt(method, path.split('?')[0] ?? '');
    if (!service) throw new Error(`no service answers ${method} ${path}`);
    return this.ask(service, path, { timeoutMs: commandTimeoutMs, ...question, method });
  }

  /** A document, as it comes: whoever asks reads it to its end, or drops it. @throws Unavailable */
  async stream(path: string, token: string, ip: string) {
    const service = upstreamAt('GET', path.split('?')[0] ?? '');
    if (!service) throw new Error(`no service answers GET ${path}`);
    try {
      const { statusCode, headers, body } = await request(`${this.origins[service]}${path}`, {
        dispatcher: this.agent,
        headers: headersOf({ accept: '*/*', token, from: { ip } }),
        headersTimeout: commandTimeoutMs,
      });
      return { status: statusCode, headers, body };
    } catch (error) {
      throw Object.assign(new Unavailable(), { cause: error });
    }
  }

  /** What a page can do without; null when nobody can tell just now, or tells something else than was promised. */
  async tell<Schema extends z.ZodType>(
    service: UpstreamName,
    path: string,
    schema: Schema,
    accept?: string,
  ): Promise<z.output<Schema> | null> {
    try {
      const { status, body } = await this.ask(service, path, accept ? { accept } : {});
      const read = schema.safeParse(body);
      if (status === 200 && read.success) return read.data;
      this.logger.warn({ service, path, status, error: read.error, msg: 'not what was promised' });
    } catch (error) {
      this.logger.warn({ service, path, error, msg: 'no answer' });
    }
    return null;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}

const headersOf = ({ method, accept, body, stream, token, from, headers }: Question): Record<string, string> => {
  const traceparent = currentTraceparent();
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  return {
    accept: accept ?? 'application/json',
    'accept-language': 'fr',
    ...headers,
    ...(stream ? { 'content-type': stream.type } : body === undefined ? {} : { 'content-type': type }),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(from ? { 'x-forwarded-for': from.ip, 'user-agent': from.userAgent ?? '' } : {}),
    ...(traceparent ? { traceparent } : {}),
  };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
