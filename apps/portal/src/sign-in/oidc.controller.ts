import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import type { Refusal } from './acting-api.ts';
import { returnTo } from './return-to.ts';
import { SignInCookies } from './session-cookie.ts';
import { SignInDesk } from './sign-in-desk.ts';
import { seeOther } from './signed-in.ts';

const refusedPage = new URL('./oidc-refused.hbs', import.meta.url);

/** What a browser without our cookie brings back is nothing that it began here. */
const notBegunHere: Refusal = {
  status: 410,
  type: '/problems/oidc-answer-refused',
  detail: 'Cette connexion n’a pas commencé dans ce navigateur, ou a trop tardé : recommencez.',
  fields: {},
  errors: [],
};

/**
 * Signing in by way of the configured OpenID provider: submission begins and ends it, the portal leads the browser there and back.
 * Links rather than a form, whose redirection to another site our policy would stop.
 */
@NotApi()
@Controller('connexion/oidc')
export class OidcController {
  constructor(
    private readonly desk: SignInDesk,
    private readonly cookies: SignInCookies,
  ) {}

  @Get()
  @HtmlPage(refusedPage)
  async begin(
    @Query('vers') wanted: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (request.method === 'HEAD') return seeOther(reply, '/connexion');
    const begun = await this.desk.beginOidc(returnTo(wanted), request);
    if (!('url' in begun)) return refused(reply, begun);
    this.cookies.keepAuthorization(reply, begun.authorization);
    void reply.header('cache-control', 'no-store');
    return seeOther(reply, begun.url);
  }

  @Get('retour')
  @HtmlPage(refusedPage)
  async finish(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    if (request.method === 'HEAD') return seeOther(reply, '/connexion');
    void reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
    const authorization = this.cookies.authorizationOf(request);
    if (!authorization) return refused(reply, notBegunHere);
    this.cookies.dropAuthorization(reply);
    const opened = await this.desk.openByOidc(authorization, request.url.split('?')[1] ?? '', request);
    if (!opened.done) return refused(reply, opened.refusal);
    this.cookies.keepSession(reply, opened.session);
    return seeOther(reply, returnTo(opened.returnTo));
  }
}

const refused = (reply: FastifyReply, { status, detail }: Refusal) => {
  void reply.status(status);
  return { title: 'Connexion impossible', detail: spaced(detail) };
};
