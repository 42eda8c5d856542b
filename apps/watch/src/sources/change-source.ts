import { Inject, Injectable } from '@nestjs/common';
import { holds, networksOf, type Principal } from '#access';
import { Wake } from '#messaging';
import type { OutboundPolicy } from '#outbound-http';
import { isDuplicateKey } from '#persistence';
import { Forbidden, RevisionMismatch } from '#platform';
import { pollWake } from '../polling/poll-sources.ts';
import { StateRepository } from '../polling/state.repository.ts';
import { sourceRoles } from './register-source.ts';
import { ShippedSource, SourceKnown, SourceNotPolled } from './source.problems.ts';
import { SourceRepository } from './source.repository.ts';
import type { SourceChanges } from './source.schema.ts';
import type { Source } from './source.ts';
import { OUTBOUND_POLICY, readableAddress } from './source-address.ts';

/** What people do with a source: edit, pause, read now, let what was held back go on, remove. */
@Injectable()
export class ChangeSource {
  constructor(
    private readonly sources: SourceRepository,
    private readonly states: StateRepository,
    @Inject(OUTBOUND_POLICY) private readonly policy: OutboundPolicy,
    private readonly wake: Wake,
  ) {}

  /** @throws SourceNotFound, Forbidden, RevisionMismatch, InvalidFields, SourceKnown */
  async edit(id: string, changes: SourceChanges, revision: number, caller: Principal, now: Date): Promise<Source> {
    const source = await this.owned(id, caller);
    if (source.v !== revision) throw new RevisionMismatch();
    const url = changes.url === undefined ? {} : { url: readableAddress(changes.url, this.policy) };
    const edited = await this.sources.store.save(source, { ...changes, ...url }, now).catch(async (error: unknown) => {
      const known = isDuplicateKey(error) && url.url ? await this.sources.store.findOne({ url: url.url }) : null;
      throw known ? new SourceKnown(known._id) : error;
    });
    await this.states.follow(edited, now);
    this.wake.call(pollWake);
    return edited;
  }

  /** @throws SourceNotFound, Forbidden, SourceNotPolled */
  async readNow(id: string, caller: Principal, now: Date): Promise<void> {
    const source = await this.owned(id, caller, true);
    if (!(await this.states.hasten(source._id, now))) throw new SourceNotPolled();
    this.wake.call(pollWake);
  }

  /** Its items stay, and what was seen of it. @throws SourceNotFound, Forbidden, ShippedSource */
  async remove(id: string, caller: Principal): Promise<void> {
    const source = await this.owned(id, caller);
    if (source.isShipped) throw new ShippedSource();
    await this.sources.store.model.deleteOne({ _id: source._id } as never);
    await this.states.forget(source._id);
  }

  /**
   * A network’s source belongs to its people and to operators; one for everybody to operators, and any watch editor may
   * have it read.
   */
  async owned(id: string, caller: Principal, isReading = false): Promise<Source> {
    const source = await this.sources.get(id);
    if (holds(caller, 'operator')) return source;
    const isOwn = source.network !== null && networksOf(caller, ...sourceRoles).includes(source.network);
    if (isOwn || (isReading && holds(caller, 'watch-editor'))) return source;
    throw new Forbidden();
  }
}
