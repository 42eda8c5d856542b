import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConcurrentChange, IdempotencyKeyReused, isDatabaseFailing } from '#persistence';
import { InvalidFields, type Localised, Problem, RevisionMismatch, Unavailable } from './problem.ts';
import { currentTraceId } from './trace.ts';

class KeyReused extends Problem {
  constructor() {
    super('idempotency-key-reused', 422, {
      fr: 'Cette Idempotency-Key a déjà servi pour un autre contenu.',
      en: 'This Idempotency-Key was already used with another body.',
    });
  }
}

const plain: Record<number, Localised & { type: string }> = {
  400: { type: 'malformed-request', fr: 'La requête n’est pas lisible.', en: 'The request cannot be read.' },
  404: { type: 'not-found', fr: 'Introuvable.', en: 'Not found.' },
  405: { type: 'method-not-allowed', fr: 'Méthode non admise ici.', en: 'Method not allowed here.' },
  413: { type: 'too-large', fr: 'Le contenu envoyé est trop grand.', en: 'What was sent is too large.' },
  415: { type: 'unsupported-media-type', fr: 'Type de contenu non admis.', en: 'Unsupported media type.' },
  429: {
    type: 'too-many-requests',
    fr: 'Trop de requêtes : réessayez plus tard.',
    en: 'Too many requests: retry later.',
  },
};

class Plain extends Problem {
  constructor(status: number) {
    const { type, ...detail } = plain[status] ?? { type: 'refused', fr: 'Requête refusée.', en: 'Request refused.' };
    super(type, status, detail);
  }
}

/** What nobody expected: logged in full, and nothing of it said outside. */
class Unexpected extends Problem {
  constructor() {
    super('unexpected', 500, {
      fr: 'Une erreur inattendue s’est produite. Elle est enregistrée.',
      en: 'Something unexpected happened. It has been recorded.',
    });
  }
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof HttpException
    ? error.getStatus()
    : typeof (error as { statusCode?: unknown })?.statusCode === 'number'
      ? (error as { statusCode: number }).statusCode
      : undefined;

/** Names an error as a problem; whatever has no name is unexpected. */
export const asProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof ConcurrentChange) return new RevisionMismatch();
  if (error instanceof IdempotencyKeyReused) return new KeyReused();
  if (isDatabaseFailing(error)) return new Unavailable();
  const status = statusOf(error);
  return status && status >= 400 && status < 500 ? new Plain(status) : new Unexpected();
};

/** Entries of `errors` in one answer; `detail` says how many there are in all. */
const mostErrors = 100;

const wantsEnglish = (header: string | undefined): boolean => {
  const languages = (header ?? '').split(',').map((part) => {
    const [tag = '', quality] = part.trim().split(';q=');
    return { tag: tag.slice(0, 2).toLowerCase(), quality: Number(quality ?? 1) };
  });
  const of = (tag: string) => Math.max(0, ...languages.filter((l) => l.tag === tag).map((l) => l.quality));
  return of('en') > of('fr');
};

/** Every refusal and failure of a service, as `application/problem+json` (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = asProblem(error);
    if (problem.status >= 500) this.logger.error({ error, method: request.method, route: request.routeOptions?.url });
    if (reply.sent || reply.raw.headersSent) return;
    void reply
      .status(problem.status)
      .headers({ ...problem.headers, 'content-language': this.language(request) })
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(this.body(problem, request)));
  }

  private language(request: FastifyRequest): keyof Localised {
    return wantsEnglish(request.headers['accept-language']) ? 'en' : 'fr';
  }

  private body(problem: Problem, request: FastifyRequest) {
    const language = this.language(request);
    return {
      type: `/problems/${problem.type}`,
      title: problem.title[language],
      status: problem.status,
      detail: problem.detail[language],
      instance: request.url.split('?')[0],
      traceId: currentTraceId(),
      ...problem.extra,
      ...(problem instanceof InvalidFields
        ? {
            errors: problem.errors
              .slice(0, mostErrors)
              .map(({ pointer, code, detail }) => ({ pointer, code, detail: detail[language] })),
          }
        : {}),
    };
  }
}
