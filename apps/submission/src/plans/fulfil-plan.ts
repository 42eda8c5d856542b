import { Injectable } from '@nestjs/common';
import { type Announced, contributionSubmitted } from '#contracts';
import { OnEvent } from '#messaging';
import { PlanRepository } from './plan.repository.ts';
import { fulfilled } from './plan.ts';

/** A contribution that names a plan of its network keeps that commitment. */
@Injectable()
export class FulfilPlan {
  constructor(private readonly plans: PlanRepository) {}

  @OnEvent(contributionSubmitted)
  async whenSubmitted({ data, occurredAt }: Announced<typeof contributionSubmitted>): Promise<void> {
    const { contributionId, content, involvedNetworks } = data;
    const { plan: id } = content;
    if (!id) return;
    await this.plans.store.change(async () => {
      const plan = await this.plans.store.find(id);
      if (!plan || !involvedNetworks.includes(plan.network)) return;
      const changes = fulfilled(plan, contributionId, occurredAt);
      if (changes) await this.plans.store.save(plan, changes, new Date(occurredAt));
    });
  }
}
