import { Controller, Get, HttpCode, Logger, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi } from './acting-api.ts';
import { SignInCookies } from './session-cookie.ts';
import { seeOther } from './signed-in.ts';
import { Visitors } from './visitors.ts';

/** The id that a session names itself by, whatever else it says. */
export const sessionIdOf = (session: string | undefined): string => session?.split('_')[1] ?? '';

/** Signing out: the session ends everywhere, and this browser forgets it in any case. */
@NotApi()
@Controller('deconnexion')
export class SignOutController {
  private readonly logger = new Logger(SignOutController.name);

  constructor(
    private readonly api: ActingApi,
    private readonly cookies: SignInCookies,
    private readonly visitors: Visitors,
  ) {}

  @Get()
  @HtmlPage(new URL('./sign-out.hbs', import.meta.url))
  show(@Query('reste') left: unknown, @Req() { visitor }: FastifyRequest) {
    return {
      title: visitor ? 'Se déconnecter' : 'À bientôt',
      isSignedIn: Boolean(visitor),
      isLeftOpen: left === '1',
    };
  }

  @Post()
  @HttpCode(303)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const session = this.cookies.sessionOf(request);
    this.cookies.dropSession(reply);
    const isClosed = await this.close(session, request);
    return seeOther(reply, isClosed ? '/deconnexion' : '/deconnexion?reste=1');
  }

  /** False when the session may live on: this browser has lost it, others can't use it, but its owner should know. */
  private async close(session: string | undefined, request: FastifyRequest): Promise<boolean> {
    if (!session || (!request.visitor && !request.isVisitorUnknown)) return true;
    try {
      await this.api.call(request, 'DELETE', `/api/v1/me/sessions/${encodeURIComponent(sessionIdOf(session))}`);
      this.visitors.forget(session);
      return true;
    } catch (error) {
      this.logger.warn({ error, msg: 'a session could not be closed' });
      return false;
    }
  }
}
