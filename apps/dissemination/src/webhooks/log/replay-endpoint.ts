import { Injectable } from '@nestjs/common';
import { type AnnouncedResource, matches } from '#contracts';
import { CatalogueRepository } from '../../catalogue/catalogue.repository.ts';
import { isListed } from '../../catalogue/entry.ts';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { type Delivery, retentionDays } from '../../ledger/ledger.ts';
import { PublicOrigin } from '../../public-origin.ts';
import { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import type { Endpoint, WantedReplay } from '../endpoints/endpoint.ts';
import type { Outgoing } from '../events/outgoing.ts';
import { became, type LastTold } from './became.ts';
import { againFrom } from './webhook-delivery.ts';

/** Events that come meanwhile are planned between two of these. */
const atOnce = 50;
const dayMs = 24 * 3600 * 1_000;

/**
 * Sends an endpoint what it missed since a date: what was given up or still waits, under the same ids; what is public,
 * matches, and was never for it, as when it is new; and what became of that which it had, while it was disabled. It may
 * be done twice, and changes nothing the second time.
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
    const ofItsPast = {
      recipient: _id,
      // What came after it was asked for is nobody's past.
      createdAt: { $gte: new Date(Math.max(Date.parse(since), oldest)), $lte: new Date(askedAt) },
      sequence: { $gte: 0 },
    };
    const now = new Date();
    await this.ledger.deliveries.collection.updateMany(
      {
        ...ofItsPast,
        state: { $in: what === 'all' ? ['failed', 'cancelled', 'sent'] : ['failed', 'cancelled'] },
        // Tried since then: this replay was begun before, and cut short.
        'log.at': { $not: { $gt: new Date(askedAt) } },
      } as never,
      againFrom(now),
    );
    // What still waits for its hour need not, now that somebody mended the other end.
    await this.ledger.deliveries.updateMany(
      { ...ofItsPast, state: 'pending', dueAt: { $gt: now }, 'log.at': { $not: { $gt: new Date(askedAt) } } } as never,
      { $set: { dueAt: now } } as never,
    );
  }

  private async missing(
    endpoint: Endpoint,
    { since, askedAt }: WantedReplay,
    flying: ReadonlySet<string | undefined>,
  ): Promise<Outgoing[]> {
    const told = await this.toldTo(endpoint);
    const missing: Outgoing[] = [];
    for await (const entry of this.catalogue.entries.find().lean().cursor()) {
      const { resource, stateAt } = entry;
      if (flying.has(resource.id)) continue;
      const last = told.get(resource.id);
      if (!last) missing.push(...this.asNew(endpoint, resource, since));
      else if (stateAt > last.createdAt && stateAt >= new Date(since) && stateAt <= new Date(askedAt)) {
        missing.push(...became(entry, await this.wordsOf(last), this.origin));
      }
    }
    const wanted = missing.filter(({ type }) => endpoint.events.includes(type));
    return wanted.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1));
  }

  private asNew(endpoint: Endpoint, resource: AnnouncedResource, since: string): Outgoing[] {
    const isSince = Date.parse(lastTold(resource)) >= Date.parse(since);
    return isListed(resource) && isSince && matches(endpoint.filter, resource)
      ? [asPublished(resource, this.origin)]
      : [];
  }

  /** What it was told last of each resource, taken or not. */
  private async toldTo({ _id: recipient }: Endpoint): Promise<ReadonlyMap<string, Told>> {
    const told = new Map<string, Told>();
    const rows = this.ledger.deliveries
      .find({ recipient, sequence: { $gte: 0 } } as never, { resource: 1, cause: 1, createdAt: 1 })
      .sort({ sequence: 1 } as never)
      .lean<Told[]>()
      .cursor();
    for await (const row of rows) if (row.resource) told.set(row.resource, row);
    return told;
  }

  /** @returns null when its words are kept no more */
  private async wordsOf({ cause: id }: Told): Promise<LastTold> {
    const cause = await this.ledger.cause(id);
    return cause?.data ? (JSON.parse(cause.data) as LastTold) : null;
  }
}

type Told = Pick<Delivery, 'resource' | 'cause' | 'createdAt'>;

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
