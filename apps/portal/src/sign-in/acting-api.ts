import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Unavailable } from '#platform';
import type { Method } from '../proxy/proxied-routes.ts';
import { type Question, Services } from '../services/services.ts';
import { SignInNeeded, visitorOf } from './signed-in.ts';

const problemBody = z.object({
  type: z.string(),
  status: z.number(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).default([]),
});

/** A refusal, ready for a form: its sentence, and what is wrong by field. */
export interface Refusal {
  readonly status: number;
  /** `/problems/…` */
  readonly type: string;
  readonly detail: string;
  /** By the first step of its pointer: what `/territories/0` says is said at `territories`. */
  readonly fields: Readonly<Record<string, string>>;
  /** For the summary above the form: fields are called as in the API. */
  readonly errors: readonly {
    readonly id: string;
    readonly message: string;
    readonly pointer: string;
    readonly code: string;
  }[];
}

export type Acted<Body> =
  | { readonly done: true; readonly status: number; readonly body: Body; readonly etag: string | undefined }
  | { readonly done: false; readonly refusal: Refusal };

/**
 * The public API in the name of who looks at the page: what a form of a page calls. The answer is what the service
 * decided; the portal has no rule of its own.
 */
@Injectable()
export class ActingApi {
  constructor(private readonly services: Services) {}

  /** @throws SignInNeeded when nobody is signed in any more @throws Unavailable when the service does not answer */
  async call<Body>(
    request: FastifyRequest,
    method: Method,
    path: string,
    asking: Pick<Question, 'body' | 'headers' | 'stream' | 'timeoutMs'> = {},
  ): Promise<Acted<Body>> {
    const { token } = visitorOf(request);
    const from = { ip: request.ip, userAgent: request.headers['user-agent'] };
    const { status, body, headers } = await this.services.call(method, path, { ...asking, token, from });
    if (status < 400) return { done: true, status, body: body as Body, etag: headers.etag?.toString() };
    if (status === 401) throw new SignInNeeded(request);
    if (status >= 500) throw new Unavailable();
    return { done: false, refusal: refusalOf(status, body) };
  }
}

/** What a service refused, as a form shows it. */
export const refusalOf = (status: number, body: unknown): Refusal => {
  const problem = problemBody.safeParse(body).data ?? { type: '', detail: 'La demande est refusée.', errors: [] };
  const errors = problem.errors.map(({ pointer, code, detail }) => ({
    id: fieldOf(pointer),
    message: detail,
    pointer,
    code,
  }));
  // The first that is said of a field.
  const fields = Object.fromEntries(errors.map(({ id, message }) => [id, message]).reverse());
  return { status, type: problem.type, detail: problem.detail, fields, errors };
};

const fieldOf = (pointer: string): string => pointer.split('/')[1]?.replaceAll('~1', '/').replaceAll('~0', '~') ?? '';
