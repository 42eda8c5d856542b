import { Body, Controller, Get, Header, HttpCode, Inject, Post } from '@nestjs/common';
import { z } from 'zod';
import { Now, Public } from '#platform';
import { OIDC_OPTIONS, type OidcOptions } from '../oidc/oidc.options.ts';
import { Client, type ClientPart } from '../sessions/client-part.ts';
import { ExchangeSession } from '../sessions/exchange-session.ts';
import { AskForLink } from './ask-for-link.ts';
import { type WantedLink, wantedLink } from './sign-in-link.ts';
import { SignInWithLink } from './sign-in-with-link.ts';

const linkShown = z.strictObject({ link: z.string().max(300) });
const sessionShown = z.strictObject({ session: z.string().max(300) });

/** Signing in. What is shown (the token of a link, a session) is the credential: nothing here looks at a key or a cookie. */
@Controller('api/v1')
@Public()
export class SignInController {
  constructor(
    private readonly askForLink: AskForLink,
    private readonly signInWithLink: SignInWithLink,
    private readonly exchangeSession: ExchangeSession,
    @Inject(OIDC_OPTIONS) private readonly oidc: OidcOptions | null,
  ) {}

  @Get('sign-in-methods')
  @Header('cache-control', 'public, max-age=60')
  methods() {
    return { link: true, oidc: this.oidc && { name: this.oidc.name } };
  }

  @Post('sign-in-links')
  @HttpCode(202)
  async ask(@Body({ schema: wantedLink }) wanted: WantedLink, @Client() client: ClientPart, @Now() now: Date) {
    await this.askForLink.execute(wanted, client, now);
    return { status: 'accepted', detail: 'Si cette adresse est connue, un lien vient de partir.' };
  }

  @Post('sessions')
  @Header('cache-control', 'no-store')
  async open(
    @Body({ schema: linkShown }) { link }: z.output<typeof linkShown>,
    @Client() client: ClientPart,
    @Now() now: Date,
  ) {
    return this.signInWithLink.execute(link, client, now);
  }

  @Post('sessions/token')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async exchange(@Body({ schema: sessionShown }) { session }: z.output<typeof sessionShown>, @Now() now: Date) {
    return this.exchangeSession.execute(session, now);
  }
}
