import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { managedNetworks } from './create-endpoint.ts';
import { EndpointNotFound } from './endpoint.problems.ts';
import { EndpointRepository } from './endpoint.repository.ts';
import type { Endpoint } from './endpoint.ts';

/** The one way to an endpoint by its id: whoever asks must manage its network. */
@Injectable()
export class OwnEndpoint {
  constructor(private readonly endpoints: EndpointRepository) {}

  /** @throws EndpointNotFound also for another network's: it is none of the caller's business. */
  async find(id: string, caller: Principal): Promise<Endpoint> {
    const endpoint = await this.endpoints.store.find(id);
    const isOwn = endpoint && endpoint.status !== 'deleted' && managedNetworks(caller).includes(endpoint.network);
    if (!endpoint || !isOwn) throw new EndpointNotFound();
    return endpoint;
  }
}
