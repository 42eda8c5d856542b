import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, request } from 'undici';
import type { z } from 'zod';
import { currentTraceparent, Unavailable } from '#platform';
import type { UpstreamName } from '../proxy/proxied-routes.ts';

const timeoutMs = 2_000;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Question {
  readonly method?: 'GET' | 'POST';
  readonly accept?: string;
  readonly body?: unknown;
}

/** The public HTTP API of the services, as pages ask it: two seconds, no more. */
@Injectable()
export class Services implements OnApplicationShutdown {
  static readonly ORIGINS = Symbol('where each service listens');
  private readonly logger = new Logger(Services.name);
  private readonly agent = new Agent({ connections: 32, connect: { timeout: timeoutMs } });

  constructor(@Inject(Services.ORIGINS) private readonly origins: Record<UpstreamName, string>) {}

  /** @throws Unavailable when it does not answer in time; any answer is one, refusals included */
  async ask(service: UpstreamName, path: string, { method = 'GET', accept, body }: Question = {}): Promise<Answer> {
    try {
      const traceparent = currentTraceparent();
      const answer = await request(`${this.origins[service]}${path}`, {
        method,
        dispatcher: this.agent,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          accept: accept ?? 'application/json',
          'accept-language': 'fr',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(traceparent ? { traceparent } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.statusCode, body: jsonOf(await answer.body.text()) };
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

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
