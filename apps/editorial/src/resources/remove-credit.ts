import { Injectable } from '@nestjs/common';
import {
  type Announced,
  announce,
  isCreditRemoved,
  nameRemovalRequested,
  resourceCreditRemoved,
  withoutCredit,
} from '#contracts';
import { OnEvent } from '#messaging';
import { recorded } from '../audit/recorded.ts';
import { ResourceNotFound } from './resource.problems.ts';
import { ResourceRepository } from './resource.repository.ts';

/** An author asks that their name no longer appear: their right, so nobody decides. It is done at once, for every version. */
@Injectable()
export class RemoveCredit {
  constructor(private readonly resources: ResourceRepository) {}

  @OnEvent(nameRemovalRequested)
  async whenRequested({ data, occurredAt: at }: Announced<typeof nameRemovalRequested>): Promise<void> {
    const { contributionId: id } = data;
    await this.resources.store.change(async () => {
      const resource = await this.resources.store.find(id);
      // Asked of something public: its publication is on its way here, and this comes again.
      if (!resource) throw new ResourceNotFound();
      if (isCreditRemoved(resource.current)) return;
      const current = withoutCredit(resource.current);
      const { version, network } = current;
      const entry = { what: 'credit-removed', by: null, at, version, reason: null } as const;
      const author = { kind: 'network', id: network.id } as const;
      await this.resources.store.save(
        resource,
        { current, history: [...resource.history, entry] },
        new Date(at),
        // Its state before carries the name: whoever was told hears all the same.
        announce(resourceCreditRemoved, { resource: current, previous: current }),
        recorded('resource.credit-removed', author, { kind: 'resource', id }, { version }),
      );
    });
  }
}
