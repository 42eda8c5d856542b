import { Injectable } from '@nestjs/common';
import { type Announced, announce, caseApproved, resourcePublished, resourceRevised } from '#contracts';
import { OnEvent } from '#messaging';
import { ConcurrentChange, isDuplicateKey } from '#persistence';
import { ResourceRepository } from './resource.repository.ts';
import { revisedFrom } from './resource.ts';

/** An approved version becomes the public one: the first publishes the resource, the next ones revise it. */
@Injectable()
export class PublishResource {
  constructor(private readonly resources: ResourceRepository) {}

  @OnEvent(caseApproved)
  async whenCaseApproved({ data: { resource }, occurredAt }: Announced<typeof caseApproved>): Promise<void> {
    const now = new Date(occurredAt);
    const { store } = this.resources;
    await store.change(async () => {
      const known = await store.find(resource.id);
      if (!known) {
        const first = announce(resourcePublished, { resource, previous: null });
        await store.insert({ _id: resource.id, current: resource }, now, first).catch((error: unknown) => {
          throw isDuplicateKey(error) ? new ConcurrentChange(resource.id, 0) : error;
        });
        return;
      }
      // A repeat, or a late arrival.
      if (known.current.version >= resource.version) return;
      const current = revisedFrom(known.current, resource);
      await store.save(
        known,
        { current },
        now,
        announce(resourceRevised, { resource: current, previous: known.current }),
      );
    });
  }
}
