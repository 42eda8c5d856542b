import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Unavailable } from '#platform';
import { TooManyRequests } from '../proxy/proxy.problems.ts';
import { Services } from '../services/services.ts';
import { type Refusal, refusalOf } from './acting-api.ts';

const methodsAnswer = z.object({ oidc: z.object({ name: z.string() }).nullable() });
const signedInAnswer = z.object({ session: z.string(), returnTo: z.string().nullable() });
const begunAnswer = z.object({ url: z.url(), authorization: z.string() });

export type Opened =
  | { readonly done: true; readonly session: string; readonly returnTo: string | null }
  | { readonly done: false; readonly refusal: Refusal };

/** Submission's commands for signing in, for the browser that a request comes from. */
@Injectable()
export class SignInDesk {
  private readonly logger = new Logger(SignInDesk.name);

  constructor(private readonly services: Services) {}

  /** The name of the OpenID provider; null when there is none, or nobody can tell: a link is always to be had. */
  async oidcName(): Promise<string | null> {
    const answer = await this.services.call('GET', '/api/v1/sign-in-methods').catch(() => null);
    return methodsAnswer.safeParse(answer?.body).data?.oidc?.name ?? null;
  }

  /** Null when it was taken, whoever the address belongs to. @throws TooManyRequests @throws Unavailable */
  async askForLink(email: string, returnTo: string, request: FastifyRequest): Promise<Refusal | null> {
    const { status, body } = await this.ask('/api/v1/sign-in-links', { email, returnTo }, request);
    return status === 202 ? null : refusalOf(status, body);
  }

  async openByLink(link: string, request: FastifyRequest): Promise<Opened> {
    return this.opened(await this.ask('/api/v1/sessions', { link }, request));
  }

  async beginOidc(
    returnTo: string,
    request: FastifyRequest,
  ): Promise<{ url: string; authorization: string } | Refusal> {
    const { status, body } = await this.ask('/api/v1/oidc/authorizations', { returnTo }, request);
    return status === 201 ? this.promised(begunAnswer, body) : refusalOf(status, body);
  }

  async openByOidc(authorization: string, query: string, request: FastifyRequest): Promise<Opened> {
    return this.opened(await this.ask('/api/v1/oidc/sessions', { authorization, query }, request));
  }

  private async ask(path: string, body: object, { ip, headers }: FastifyRequest) {
    const from = { ip, userAgent: headers['user-agent'] };
    const answer = await this.services.call('POST', path, { body, from });
    if (answer.status === 429) throw new TooManyRequests(Number(answer.headers['retry-after'] ?? 60));
    if (answer.status >= 500) throw new Unavailable();
    return answer;
  }

  private opened({ status, body }: { status: number; body: unknown }): Opened {
    if (status !== 201) return { done: false, refusal: refusalOf(status, body) };
    return { done: true, ...this.promised(signedInAnswer, body) };
  }

  private promised<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
    const read = schema.safeParse(body);
    if (read.success) return read.data;
    this.logger.error({ error: read.error, msg: 'not what was promised of a sign-in' });
    throw new Unavailable();
  }
}
