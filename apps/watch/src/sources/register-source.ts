import { Inject, Injectable } from '@nestjs/common';
import { holds, KnownNetworks, networksOf, type Principal } from '#access';
import { Wake } from '#messaging';
import type { OutboundPolicy } from '#outbound-http';
import { createOnce, type IdempotentRequest, idempotencyOf, isDuplicateKey, newId } from '#persistence';
import { InvalidFields } from '#platform';
import { pollWake } from '../polling/poll-sources.ts';
import { StateRepository } from '../polling/state.repository.ts';
import { SourceKnown } from './source.problems.ts';
import { SourceRepository } from './source.repository.ts';
import type { GivenSource } from './source.schema.ts';
import { polledAdapters, type Source, slugOf } from './source.ts';
import { OUTBOUND_POLICY, readableAddress } from './source-address.ts';

/** Who may have a network’s sources. */
export const sourceRoles = ['watch-editor', 'facilitator'] as const;

/** A source begins to be watched: its first poll comes at once. */
@Injectable()
export class RegisterSource {
  constructor(
    private readonly sources: SourceRepository,
    private readonly states: StateRepository,
    private readonly networks: KnownNetworks,
    @Inject(OUTBOUND_POLICY) private readonly policy: OutboundPolicy,
    private readonly wake: Wake,
  ) {}

  /** @throws Forbidden, InvalidFields, SourceKnown */
  async execute(
    given: GivenSource,
    caller: Principal,
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<Source> {
    const network = await this.ownerOf(caller, given.network);
    const url = polledAdapters.includes(given.adapter) ? readableAddress(given.url, this.policy) : null;
    const { network: _, ...fields } = given;
    const id = newId();
    const source: Omit<Source, 'v'> = {
      ...fields,
      _id: id,
      slug: `${slugOf(given.name) || 'source'}-${id.slice(-6)}`,
      url,
      network,
      publisher: given.publisher ?? given.name,
      attribution: given.attribution ?? given.publisher ?? given.name,
      calendar: null,
      isShipped: false,
      createdAt: now.toISOString(),
    };
    const made = await this.insertOnce(source, request, now);
    await this.states.follow(made, now);
    this.wake.call(pollWake);
    return made;
  }

  private async insertOnce(
    source: Omit<Source, 'v'>,
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<Source> {
    const { store } = this.sources;
    try {
      const id = await createOnce(store.model, request, async () => {
        const idempotency = idempotencyOf(request, source._id, now);
        await store.insert({ ...source, ...(idempotency ? { idempotency } : {}) }, now);
        return source._id;
      });
      return await this.sources.get(id);
    } catch (error) {
      const known = isDuplicateKey(error) && source.url ? await store.findOne({ url: source.url }) : null;
      throw known ? new SourceKnown(known._id) : error;
    }
  }

  /** A network’s own source is its facilitators’ and watch editors’; one for everybody is an operator’s. */
  private async ownerOf(caller: Principal, named: string | undefined): Promise<string | null> {
    if (!holds(caller, 'operator')) {
      return (await this.networks.speakingFor(networksOf(caller, ...sourceRoles), named)).networkId;
    }
    if (!named) return null;
    const [known] = await this.networks.named([named]);
    if (known) return known.networkId;
    const detail = { fr: `Réseau inconnu : « ${named} ».`, en: `Unknown network: “${named}”.` };
    throw new InvalidFields([{ pointer: '/network', code: 'unknown-network', detail }]);
  }
}
