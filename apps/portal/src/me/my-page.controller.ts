import { Controller, Get, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Unavailable } from '#platform';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn } from '../sign-in/signed-in.ts';
import { type ContributionFacts, myPageView, type SessionFacts } from './my-page.view.ts';

interface List<Item> {
  readonly items: readonly Item[];
}

/** Who one is here: roles, latest contributions, and where one is signed in. */
@NotApi()
@Controller('moi')
export class MyPageController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(new URL('./my-page.hbs', import.meta.url))
  async show(@Query('fait') done: unknown, @SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    const [sessions, contributions] = await Promise.all([
      this.api.call<List<SessionFacts>>(request, 'GET', '/api/v1/me/sessions'),
      this.api.call<List<ContributionFacts>>(request, 'GET', '/api/v1/contributions?limit=10').catch(() => null),
    ]);
    if (!sessions.done) throw new Unavailable();
    return myPageView({
      visitor,
      sessions: sessions.body.items,
      contributions: contributions?.done ? contributions.body.items : null,
      done,
    });
  }
}
