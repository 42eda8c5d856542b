import type { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';

/** So many are read whole: asking which changed would cost as much. */
const few = 50;

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

  /** Reads what changed since; of few, all of them. */
  async refresh(): Promise<ReadonlyMap<string, Endpoint>> {
    this.byId = this.byId.size < few ? await this.readAll() : await this.readChanged();
    return this.byId;
  }

  private async readAll(): Promise<ReadonlyMap<string, Endpoint>> {
    const found = await this.endpoints.ofPartition(this.partition);
    return new Map(found.map((endpoint) => [endpoint._id, endpoint]));
  }

  private async readChanged(): Promise<ReadonlyMap<string, Endpoint>> {
    const present = await this.endpoints.versionsIn(this.partition);
    const changed = present.filter(({ _id, v }) => this.byId.get(_id)?.v !== v).map(({ _id }) => _id);
    if (changed.length === 0 && present.length === this.byId.size) return this.byId;
    const read = new Map((await this.endpoints.allOf(changed)).map((endpoint) => [endpoint._id, endpoint]));
    return new Map(
      present.flatMap(({ _id }) => {
        const endpoint = read.get(_id) ?? this.byId.get(_id);
        return endpoint ? [[_id, endpoint] as const] : [];
      }),
    );
  }
}
