import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { returnTo } from './return-to.ts';
import { SignInCookies } from './session-cookie.ts';
import { type LinkPageView, linkRefusedView, type SignInView, signInView } from './sign-in.view.ts';
import { SignInDesk } from './sign-in-desk.ts';
import { seeOther } from './signed-in.ts';

const form = new URL('./sign-in.hbs', import.meta.url);
const linkPage = new URL('./link.hbs', import.meta.url);

/** Text of a form or a query, whatever was sent. */
const text = (fields: unknown, name: string): string => {
  const value = (fields as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value.trim().slice(0, 600) : '';
};

/**
 * Signing in by a link. Looking changes nothing, since mail scanners open every link: only the button signs in.
 */
@NotApi()
@Controller('connexion')
export class SignInController {
  constructor(
    private readonly desk: SignInDesk,
    private readonly cookies: SignInCookies,
  ) {}

  @Get()
  @HtmlPage(form)
  async form(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInView | undefined> {
    const wanted = returnTo(text(query, 'vers'));
    if (request.visitor) return seeOther(reply, wanted);
    return signInView({ wanted, oidcName: await this.desk.oidcName() });
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(form)
  async ask(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInView | undefined> {
    const [email, wanted] = [text(body, 'email'), returnTo(text(body, 'vers'))];
    const refusal = await this.desk.askForLink(email, wanted, request);
    if (!refusal) return seeOther(reply, '/connexion/lien-envoye');
    void reply.status(refusal.status);
    return signInView({ wanted, email, refusal, oidcName: await this.desk.oidcName() });
  }

  @Get('lien-envoye')
  @HtmlPage(new URL('./link-sent.hbs', import.meta.url))
  sent() {
    return { title: 'Regardez votre messagerie' };
  }

  /** The token is looked at by nobody here: it is worth the same to a scanner as to a person. */
  @Get(':token')
  @HtmlPage(linkPage)
  show(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): LinkPageView {
    keepToOurselves(reply);
    return { title: 'Confirmer la connexion', isOpen: true, action: `/connexion/${encodeURIComponent(token)}` };
  }

  @Post(':token')
  @HttpCode(200)
  @HtmlPage(linkPage)
  async signIn(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LinkPageView | undefined> {
    keepToOurselves(reply);
    const opened = await this.desk.openByLink(token, request);
    if (opened.done) {
      this.cookies.keepSession(reply, opened.session);
      return seeOther(reply, returnTo(opened.returnTo));
    }
    void reply.status(opened.refusal.status);
    return linkRefusedView(opened.refusal);
  }
}

/**
 * The address holds a token: it goes nowhere else and is not kept. `same-origin` rather than `no-referrer`, under which a form
 * would say that it comes from nowhere.
 */
const keepToOurselves = (reply: FastifyReply): void => {
  void reply.headers({ 'referrer-policy': 'same-origin', 'cache-control': 'no-store' });
};
