import type { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';

/** The endpoints of one partition, as they were read last: what waits for its turn goes where its endpoint is by then. */
export class PartitionEndpoints {
  private byId: ReadonlyMap<string, Endpoint> = new Map();

  constructor(
    private readonly endpoints: EndpointRepository,
    private readonly partition: number,
  ) {}

  get all(): ReadonlyMap<string, Endpoint> {
    return this.byId;
  }

  get(id: string): Endpoint | undefined {
    return this.byId.get(id);
  }

  async refresh(): Promise<ReadonlyMap<string, Endpoint>> {
    const found = await this.endpoints.ofPartition(this.partition);
    this.byId = new Map(found.map((endpoint) => [endpoint._id, endpoint]));
    return this.byId;
  }
}
