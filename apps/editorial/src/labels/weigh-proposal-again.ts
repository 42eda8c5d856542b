import { Injectable } from '@nestjs/common';
import { type Announced, resourceAdopted } from '#contracts';
import { OnEvent } from '#messaging';
import { CaseRepository } from '../cases/case.repository.ts';
import { DecideCase } from '../cases/decide-case.ts';

/** An adoption may be what a proposed reference still lacked. */
@Injectable()
export class WeighProposalAgain {
  constructor(
    private readonly cases: CaseRepository,
    private readonly decideCase: DecideCase,
  ) {}

  @OnEvent(resourceAdopted)
  async whenAdopted({ data, occurredAt }: Announced<typeof resourceAdopted>): Promise<void> {
    await this.cases.store.change(async () => {
      for (const subject of await this.cases.openOf(data.resource.id, 'label')) {
        if (subject.status === 'open') await this.decideCase.execute(subject, {}, new Date(occurredAt));
      }
    });
  }
}
