import { Body, Controller, Header, Post } from '@nestjs/common';
import { z } from 'zod';
import { returnPath } from '#contracts';
import { Now, Public } from '#platform';
import { Client, type ClientPart } from '../sessions/client-part.ts';
import { SignInWithOidc } from './sign-in-with-oidc.ts';

const begun = z.strictObject({ returnTo: returnPath.optional() });
const finished = z.strictObject({
  /** As it was given when it began: kept by that browser alone. */
  authorization: z.string().max(300),
  /** The query of the address at which the browser came back from the provider. */
  query: z.string().max(8_000),
});

/** Signing in by way of the configured OpenID provider. */
@Controller('api/v1/oidc')
@Public()
export class OidcController {
  constructor(private readonly signIn: SignInWithOidc) {}

  @Post('authorizations')
  @Header('cache-control', 'no-store')
  async begin(
    @Body({ schema: begun }) { returnTo }: z.output<typeof begun>,
    @Client() client: ClientPart,
    @Now() now: Date,
  ) {
    return this.signIn.begin(returnTo, client, now);
  }

  @Post('sessions')
  @Header('cache-control', 'no-store')
  async finish(
    @Body({ schema: finished }) { authorization, query }: z.output<typeof finished>,
    @Client() client: ClientPart,
    @Now() now: Date,
  ) {
    return this.signIn.finish(authorization, query, client, now);
  }
}
