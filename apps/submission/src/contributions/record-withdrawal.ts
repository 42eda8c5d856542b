import { Injectable } from '@nestjs/common';
import { type Announced, resourceWithdrawn } from '#contracts';
import { OnEvent } from '#messaging';
import { ContributionRepository } from './contribution.repository.ts';
import { wasPublished } from './contribution.ts';

/** A public resource was taken back: its contribution ends too. */
@Injectable()
export class RecordWithdrawal {
  constructor(private readonly contributions: ContributionRepository) {}

  @OnEvent(resourceWithdrawn)
  async whenWithdrawn({ data, occurredAt: at }: Announced<typeof resourceWithdrawn>): Promise<void> {
    await this.contributions.store.change(async () => {
      const contribution = await this.contributions.store.find(data.resource.id);
      if (!contribution || contribution.status === 'withdrawn') return;
      // Heard before its approval: later, it will have come.
      if (!wasPublished(contribution)) throw new Error(`${contribution._id} is not known as published yet`);
      const reasons = data.reason ? { reasons: [data.reason] } : {};
      const entry = { at, what: 'withdrawn' as const, version: data.resource.version, ...reasons };
      const changes = { status: 'withdrawn' as const, history: [...contribution.history, entry] };
      await this.contributions.save(contribution, changes, new Date(at));
    });
  }
}
