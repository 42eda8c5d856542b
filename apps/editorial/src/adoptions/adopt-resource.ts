import { Injectable } from '@nestjs/common';
import { contributingFor, KnownNetworks, type Principal } from '#access';
import { announce, type NetworkFacts, resourceAdopted } from '#contracts';
import { IdempotencyKeyReused, type IdempotentRequest, idempotencyOf, newId } from '#persistence';
import { recorded } from '../audit/recorded.ts';
import { toNetwork } from '../notices/notices.ts';
import { ResourceNotPublished } from '../resources/resource.problems.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import type { Resource } from '../resources/resource.ts';
import { OwnResource } from './adoption.problems.ts';
import type { GivenAdoption } from './adoption.schema.ts';
import type { Adoption } from './adoption.ts';

/**
 * A network says that it took a resource up. Said again for the same territory it replaces what was said before, so that
 * the result may follow the trial; the same words again change nothing.
 */
@Injectable()
export class AdoptResource {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly networks: KnownNetworks,
  ) {}

  async execute(
    id: string,
    given: GivenAdoption,
    caller: Principal,
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<Adoption> {
    const once = idempotencyOf(request, null, now);
    const network = await this.networks.speakingFor(contributingFor(caller), given.network);
    return this.resources.store.change(async () => {
      const resource = await this.resources.get(id);
      const first = once && resource.adoptions.find((adoption) => adoption.request?.id === once.id);
      if (first && first.request?.bodyHash !== once?.bodyHash) throw new IdempotencyKeyReused();
      if (first) return first;
      refuse(resource, network);
      const { territory } = given;
      const before = resource.adoptions.find(
        (adoption) => adoption.network.id === network.networkId && adoption.territory === territory,
      );
      const said = adoptionOf(resource, network, given, before, now);
      if (before && isSame(before, said)) return before;
      const adoption = { ...said, request: once && { id: once.id, bodyHash: once.bodyHash } };
      const others = resource.adoptions.filter((other) => other !== before);
      await this.resources.store.save(
        resource,
        { adoptions: [...others, adoption] },
        now,
        announce(resourceAdopted, { resource: resource.current, previous: resource.current, adoption }),
        toNetwork(resource.current.network.id, 'resource.adopted', factsOf(resource, adoption)),
        recorded(
          'resource.adopted',
          caller,
          { kind: 'resource', id },
          { detail: { territory, network: network.networkId } },
        ),
      );
      return adoption;
    });
  }
}

const factsOf = ({ _id, current }: Resource, { network, territory, mode, result }: Adoption) => ({
  resourceId: _id,
  title: current.title,
  by: network.name,
  territory,
  mode,
  result,
});

const refuse = (resource: Resource, { networkId }: NetworkFacts): void => {
  const { status } = resource.current;
  if (!['published', 'flagged'].includes(status)) throw new ResourceNotPublished(status);
  const isOwn = resource.current.network.id === networkId || resource.involvedNetworks.includes(networkId);
  if (isOwn) throw new OwnResource();
};

const adoptionOf = (
  { current }: Resource,
  { networkId, slug, name }: NetworkFacts,
  { territory, mode, result, derivedResource }: GivenAdoption,
  before: Adoption | undefined,
  now: Date,
): Adoption => ({
  id: before?.id ?? newId(),
  network: { id: networkId, slug, name },
  territory,
  mode,
  result: result ?? before?.result ?? null,
  adoptedAt: before?.adoptedAt ?? now.toISOString(),
  version: current.version,
  derivedResource: derivedResource ?? before?.derivedResource ?? null,
});

const isSame = (a: Adoption, b: Adoption): boolean =>
  a.mode === b.mode && a.result === b.result && a.derivedResource === b.derivedResource;
