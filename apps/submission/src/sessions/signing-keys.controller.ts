import { Controller, Delete, Get, Header, HttpCode, Param } from '@nestjs/common';
import { Roles } from '#access';
import { NotFound, Now, Public } from '#platform';
import { SigningKeyRepository } from './signing-key.repository.ts';
import { believedUntil } from './signing-key.ts';

/** The public keys of the tokens that signed-in people act with. */
@Controller('api/v1/submission')
export class SigningKeysController {
  constructor(private readonly keys: SigningKeyRepository) {}

  /** A JWK set (RFC 7517). */
  @Get('jwks.json')
  @Public()
  @Header('cache-control', 'public, max-age=300')
  async published(@Now() now: Date) {
    const believed = (await this.keys.all()).filter((key) => Date.parse(believedUntil(key)) > now.getTime());
    return { keys: believed.map(({ _id, publicKey }) => ({ ...publicKey, kid: _id, alg: 'EdDSA', use: 'sig' })) };
  }

  /** What it signed is void at once; another is made when somebody asks for a token. */
  @Delete('signing-keys/:id')
  @Roles('operator')
  @HttpCode(204)
  async revoke(@Param('id') id: string, @Now() now: Date): Promise<void> {
    await this.keys.store.change(async () => {
      const key = await this.keys.store.find(id);
      if (!key) throw new NotFound();
      if (!key.revokedAt) await this.keys.revoke(key, now);
    });
  }
}
