import { Controller, Get, Param } from '@nestjs/common';
import { Answers, NotFound, Public } from '#platform';
import { keysAnswer } from './endpoint.answers.ts';
import { NetworkKeys } from './network-keys.ts';

/** The public halves: whoever receives verifies with them, and keeps no secret. */
@Controller('api/v1/networks/:network/webhook-keys')
export class NetworkKeysController {
  constructor(private readonly keys: NetworkKeys) {}

  @Get()
  @Public()
  @Answers('Lists the public keys that a network’s webhooks are signed with (v1a)', { schema: keysAnswer })
  async list(@Param('network') network: string) {
    const key = await this.keys.publicKeyOf(network);
    if (!key)
      throw new NotFound({ fr: 'Ce réseau n’a pas de clé de signature.', en: 'This network has no signing key.' });
    const { publicKey, createdAt } = key;
    return {
      items: [{ algorithm: 'ed25519', use: 'v1a', publicKey, createdAt: createdAt.toISOString() }],
      total: 1,
      next: null,
    };
  }
}
