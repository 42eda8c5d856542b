import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { Shown, templateOfPage } from './html-page.ts';
import { Pages } from './pages.ts';

/** Fills the template of a page with the view that its controller returned, for the person who asks. */
@Injectable()
export class ShowPages implements NestInterceptor {
  constructor(
    private readonly pages: Pages,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const template = this.reflector.get<URL | undefined>(templateOfPage, context.getHandler());
    if (!template) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((view) => {
        // It shows a name: nobody else's cache keeps it.
        if (request.visitor) void reply.header('cache-control', 'private, no-store');
        // Undefined: the controller sent its own answer, a redirection for instance.
        if (view === undefined) return view;
        return view instanceof Shown
          ? this.pages.compile(view.template)(view.view, request)
          : this.pages.compile(template)(view, request);
      }),
    );
  }
}
