import { type ArgumentsHost, Catch, type ExceptionFilter, Logger, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asProblem, currentTraceId, type Problem, ProblemFilter } from '#platform';
import { methodsAt } from '../proxy/proxied-routes.ts';
import { MethodNotAllowed } from '../proxy/proxy.problems.ts';
import { spaced } from './french.ts';
import { pageHeaders } from './html-page.ts';
import { type Page, Pages } from './pages.ts';

interface ProblemView {
  readonly title: string;
  readonly detail: string;
  readonly advice: string | undefined;
  readonly reference: string | undefined;
}

const titles: Record<number, string> = {
  401: 'Connexion nécessaire',
  403: 'Accès réservé',
  404: 'Page introuvable',
  410: 'Ressource retirée',
  429: 'Trop de requêtes',
  503: 'Service momentanément indisponible',
  504: 'Service momentanément indisponible',
};

const advices: Record<number, string> = {
  401: 'Connectez-vous, puis revenez à cette page.',
  403: 'Votre compte ne donne pas accès à cette page. Si c’est une erreur, écrivez à la personne qui anime votre réseau.',
  404: 'L’adresse est peut-être incomplète, ou la page n’existe plus.',
  429: 'Patientez une minute, puis rechargez la page.',
  503: 'Rien n’est perdu : rechargez la page dans quelques instants.',
  504: 'Rien n’est perdu : rechargez la page dans quelques instants.',
};

/** What its status alone would say wrongly. */
const byType: Record<string, { readonly title: string; readonly advice: string }> = {
  'foreign-form': {
    title: 'Demande refusée',
    advice: 'Ouvrez la page sur ce site, puis envoyez de nouveau le formulaire.',
  },
};

/** Refusals and failures: a page in French for people, the problem of `#platform` for everything else. */
@Catch()
export class ProblemPages implements ExceptionFilter {
  private readonly logger = new Logger(ProblemPages.name);
  private readonly problems = new ProblemFilter();
  private readonly page: Page<ProblemView>;

  constructor(pages: Pages) {
    this.page = pages.compile(new URL('./problem.hbs', import.meta.url));
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const named = nameOf(error, request);
    if (isForPeople(request)) this.answerPage(asProblem(named), error, request, reply);
    else this.problems.catch(named, host);
  }

  private answerPage(problem: Problem, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (problem.status >= 500) this.logger.error({ error, method: request.method, route: request.routeOptions?.url });
    if (reply.sent || reply.raw.headersSent) return;
    void reply
      .status(problem.status)
      .headers({ ...pageHeaders, 'cache-control': 'no-store', ...problem.headers })
      .send(this.page(viewOf(problem), request));
  }
}

/** Nest says the same of an unknown path and of a method that nobody takes there; the table of routes knows better. */
const nameOf = (error: unknown, request: FastifyRequest): unknown => {
  if (!(error instanceof NotFoundException)) return error;
  const methods = methodsAt(request.url.split('?')[0] ?? '');
  return methods.length > 0 ? new MethodNotAllowed(methods) : error;
};

const isForPeople = ({ url, headers }: FastifyRequest): boolean =>
  !/^\/(?:api|feeds|assets)(?:\/|$)/.test(url) && /\btext\/html\b/i.test(headers.accept ?? '');

const viewOf = ({ type, status, detail }: Problem): ProblemView => ({
  title: byType[type]?.title ?? titles[status] ?? (status < 500 ? 'Requête refusée' : 'Une erreur s’est produite'),
  detail: spaced(detail.fr),
  advice: spaced(byType[type]?.advice ?? advices[status] ?? '') || undefined,
  reference: status >= 500 ? currentTraceId() : undefined,
});
