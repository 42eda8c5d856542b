import { Controller, Delete, HttpCode, Param } from '@nestjs/common';
import { Roles } from '#access';
import { NotFound, Now } from '#platform';
import { KeyRepository } from './key.repository.ts';

/** Any key, for operators: the bootstrap key too, which belongs to no network. */
@Controller('api/v1/submission/keys')
@Roles('operator')
export class OperatorKeysController {
  constructor(private readonly keys: KeyRepository) {}

  @Delete(':key')
  @HttpCode(204)
  async revoke(@Param('key') id: string, @Now() now: Date): Promise<void> {
    await this.keys.store.change(async () => {
      const key = await this.keys.store.find(id);
      if (!key) throw new NotFound();
      if (!key.revokedAt) await this.keys.revoke(key, now);
    });
  }
}
