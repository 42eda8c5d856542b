import { Injectable } from '@nestjs/common';
import { type Announced, withdrawalRequested } from '#contracts';
import { OnEvent } from '#messaging';
import { AskForMove } from './ask-for-move.ts';
import { AlreadyRequested, ResourceNotFound, ResourceNotMovable } from './resource.problems.ts';
import { ResourceRepository } from './resource.repository.ts';

/** An author asked, where they contribute, that a public resource be withdrawn: the committee finds the request here. */
@Injectable()
export class HearWithdrawalRequest {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly askForMove: AskForMove,
  ) {}

  @OnEvent(withdrawalRequested)
  async whenRequested({ data, occurredAt }: Announced<typeof withdrawalRequested>): Promise<void> {
    const { contributionId, reason } = data;
    await this.resources.store
      .change(async () => {
        const resource = await this.resources.store.find(contributionId);
        // Asked of something public: its publication is on its way here, and this comes again.
        if (!resource) throw new ResourceNotFound();
        const author = { kind: 'network', id: resource.current.network.id } as const;
        await this.askForMove.execute(resource, 'withdraw', reason ?? withoutReason, author, new Date(occurredAt));
      })
      .catch((error: unknown) => {
        // Gone already, or asked for in other words: there is nothing to add.
        if (!(error instanceof ResourceNotMovable || error instanceof AlreadyRequested)) throw error;
      });
  }
}

const withoutReason = 'À la demande de l’auteur.';
