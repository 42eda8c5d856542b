import { Injectable } from '@nestjs/common';
import { KeyRing } from '#access';
import { disseminationKeyUses, editorialKeyUses, watchKeyUses } from '#contracts';
import { Queries } from '#messaging';

const timeoutMs = 500;

/** When keys were last presented, to whichever service. */
@Injectable()
export class KeyUses {
  constructor(
    private readonly ring: KeyRing,
    private readonly queries: Queries,
  ) {}

  /** The latest use of each, as far as can be told: a service that is away tells nothing of what it saw. */
  async last(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const question = { ids: ids.slice(0, 500) };
    const told = await Promise.allSettled([
      this.queries.ask(editorialKeyUses, question, timeoutMs),
      this.queries.ask(watchKeyUses, question, timeoutMs),
      this.queries.ask(disseminationKeyUses, question, timeoutMs),
    ]);
    const latest = await this.ring.lastUses(ids);
    for (const { id, at } of told.flatMap((each) => (each.status === 'fulfilled' ? each.value.items : []))) {
      if (at > (latest.get(id) ?? '')) latest.set(id, at);
    }
    return latest;
  }
}
