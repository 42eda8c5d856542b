import { Injectable } from '@nestjs/common';
import { type AnnouncedResource, matches } from '#contracts';
import { CatalogueRepository } from '../../catalogue/catalogue.repository.ts';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { retentionDays } from '../../ledger/ledger.ts';
import { PublicOrigin } from '../../public-origin.ts';
import { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import type { Endpoint, WantedReplay } from '../endpoints/endpoint.ts';
import type { Outgoing } from '../events/outgoing.ts';

/** Events that come meanwhile are planned between two of these. */
const atOnce = 50;
const dayMs = 24 * 3600 * 1_000;

/**
 * Sends an endpoint what it missed since a date: what was given up, under the same ids, and what is public, matches, and
 * was never for it, as when it is new. It may be done twice, and changes nothing the second time.
 */
@Injectable()
export class ReplayEndpoint {
  constructor(
    private readonly endpoints: EndpointRepository,
    private readonly ledger: LedgerRepository,
    private readonly catalogue: CatalogueRepository,
    private readonly origin: PublicOrigin,
  ) {}

  /**
   * @param flying resources that are on their way to it, and that the ledger does not have yet.
   * @param plan writes the rows, with the next numbers.
   */
  async execute(
    endpoint: Endpoint,
    wanted: WantedReplay,
    flying: ReadonlySet<string | undefined>,
    plan: (outgoing: readonly Outgoing[]) => Promise<void>,
  ): Promise<void> {
    await this.again(endpoint, wanted);
    const missing = await this.missing(endpoint, wanted, flying);
    for (let from = 0; from < missing.length; from += atOnce) await plan(missing.slice(from, from + atOnce));
    const isDone = ({ replay }: Endpoint) => replay?.askedAt === wanted.askedAt;
    await this.endpoints.change(endpoint._id, (seen) => (isDone(seen) ? { replay: null } : null), new Date());
  }

  private async again({ _id }: Endpoint, { since, what, askedAt }: WantedReplay): Promise<void> {
    const oldest = Date.now() - retentionDays * dayMs;
    await this.ledger.deliveries.updateMany(
      {
        recipient: _id,
        // What came after it was asked for is nobody's past.
        createdAt: { $gte: new Date(Math.max(Date.parse(since), oldest)), $lte: new Date(askedAt) },
        sequence: { $gte: 0 },
        state: { $in: what === 'all' ? ['failed', 'cancelled', 'sent'] : ['failed', 'cancelled'] },
        // Tried since then: this replay was begun before, and cut short.
        'log.at': { $not: { $gt: new Date(askedAt) } },
      } as never,
      { $set: { state: 'pending', dueAt: new Date(), attempts: 0 } } as never,
    );
  }

  private async missing(
    endpoint: Endpoint,
    { since }: WantedReplay,
    flying: ReadonlySet<string | undefined>,
  ): Promise<Outgoing[]> {
    if (!endpoint.events.includes('resource.published')) return [];
    const told = await this.ledger.deliveries.distinct('resource', { recipient: endpoint._id } as never);
    const known = new Set<string | undefined>(told.map(String)).union(flying);
    const missing: AnnouncedResource[] = [];
    for await (const { resource } of this.catalogue.entries.find({}, { resource: 1 }).lean().cursor()) {
      const isPublic = resource.status === 'published' || resource.status === 'flagged';
      const isSince = Date.parse(lastTold(resource)) >= Date.parse(since);
      if (isPublic && isSince && !known.has(resource.id) && matches(endpoint.filter, resource)) missing.push(resource);
    }
    missing.sort((a, b) => (lastTold(a) < lastTold(b) ? -1 : 1));
    return missing.map((resource) => asPublished(resource, this.origin));
  }
}

const lastTold = ({ revisedAt, publishedAt }: AnnouncedResource): string => revisedAt ?? publishedAt;

const asPublished = (resource: AnnouncedResource, origin: PublicOrigin): Outgoing => ({
  // One for all endpoints: the payload is kept once.
  cause: `past-${resource.id}-v${resource.version}`,
  type: 'resource.published',
  occurredAt: lastTold(resource),
  about: resource.id,
  version: resource.version,
  title: resource.title,
  data: origin.resource(resource),
  isSequel: false,
  isPast: true,
  network: null,
  concerns: () => true,
});
