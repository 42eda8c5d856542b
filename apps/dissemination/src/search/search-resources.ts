import { Injectable } from '@nestjs/common';
import {
  type AnnouncedResource,
  canonicalQuery,
  filterNames,
  type PublicResource,
  type ResourceFilter,
} from '#contracts';
import { CatalogueRepository } from '../catalogue/catalogue.repository.ts';
import type { Entry } from '../catalogue/entry.ts';
import { PublicOrigin } from '../public-origin.ts';
import { type FacetName, facetNames, isCounted, labelOf } from './facets.ts';
import { highlighted, type Segment } from './highlight.ts';
import { LiveShelf } from './live-shelf.ts';
import type { Found, Position, Shelf, Wanted } from './shelf.ts';

export interface FacetValue {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}
export type Facets = Readonly<Record<FacetName, readonly FacetValue[]>>;

export interface Help {
  /** The words as they were perhaps meant. */
  readonly didYouMean: string | null;
  /** What one name less would find. */
  readonly broader: readonly { readonly without: string; readonly query: string; readonly total: number }[];
}

/** What following these results brings: feeds, mails and webhooks take `q` at its word. */
export interface Follow {
  readonly query: string;
  readonly total: number;
}

export interface Hit extends PublicResource {
  readonly highlight: { readonly title: readonly Segment[]; readonly summary: readonly Segment[] };
}

export interface Results extends Pick<Found, 'total' | 'end'> {
  readonly items: readonly Hit[];
  readonly facets: Facets;
  readonly help: Help;
  readonly follow: Follow;
}

const noHelp: Help = { didYouMean: null, broader: [] };

/** Finds resources in memory, and reads only those that are shown. */
@Injectable()
export class SearchResources {
  constructor(
    private readonly live: LiveShelf,
    private readonly catalogue: CatalogueRepository,
    private readonly origin: PublicOrigin,
  ) {}

  async execute(wanted: Wanted): Promise<Results> {
    const shelf = await this.live.current();
    const found = shelf.find(wanted);
    const entries = await this.catalogue.findAll(found.ids);
    return {
      items: entries.map(({ resource }) => ({
        ...this.origin.resource(resource),
        highlight: {
          title: highlighted(resource.title, found.stems),
          summary: highlighted(resource.summary, found.stems),
        },
      })),
      total: found.total,
      end: found.end,
      facets: facetsOf(shelf, found, wanted.filter),
      help: found.total === 0 ? helpFor(shelf, wanted) : noHelp,
      follow: followOf(shelf, wanted, found),
    };
  }

  async similar(
    resource: AnnouncedResource,
    limit: number,
    after: Position | null,
  ): Promise<Pick<Found, 'total' | 'end'> & { readonly entries: readonly Entry[] }> {
    const { ids, total, end } = (await this.live.current()).similar(resource, limit, after);
    return { entries: await this.catalogue.findAll(ids), total, end };
  }
}

/** Every value that some resource has, the most frequent first; what is asked for is there even when it counts none. */
const facetsOf = (shelf: Shelf, { counts }: Found, filter: ResourceFilter): Facets => {
  const valuesOf = (name: FacetName): FacetValue[] => {
    const asked = (filter[name] ?? []).map((value) => [value, 0] as const);
    return [...new Map([...asked, ...counts[name]])]
      .filter(([value]) => isCounted(value))
      .map(([value, count]) => ({ value, label: labelOf(name, value, shelf.networkName), count }))
      .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label, 'fr'));
  };
  return Object.fromEntries(facetNames.map((name) => [name, valuesOf(name)])) as unknown as Facets;
};

const helpFor = (shelf: Shelf, { filter, isTolerant = false }: Wanted): Help => {
  const broader = filterNames
    .filter((name) => filter[name] && name !== 'elsewhere')
    .map((name) => {
      const { [name]: _, ...rest } = filter;
      const { total } = shelf.find({ filter: rest, isTolerant, sort: 'newest', limit: 0 });
      return { without: name as string, query: canonicalQuery(rest), total };
    })
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total);
  const corrected = filter.q?.map((phrase) => shelf.corrected(phrase)).find((phrase) => phrase !== null);
  return { didYouMean: corrected ?? null, broader };
};

/** A word that nobody wrote so would follow nothing: it is followed as it was meant. */
const followOf = (shelf: Shelf, { filter, isTolerant }: Wanted, { total }: Found): Follow => {
  if (!isTolerant || !filter.q) return { query: canonicalQuery(filter), total };
  const counted = (q: readonly string[]): Follow => {
    const wanted = { ...filter, q };
    const found = shelf.find({ filter: wanted, sort: 'newest', limit: 0 });
    return { query: canonicalQuery(wanted), total: found.total };
  };
  const asWritten = counted(filter.q);
  if (asWritten.total > 0 || total === 0) return asWritten;
  const asMeant = counted(filter.q.map((phrase) => shelf.corrected(phrase) ?? phrase));
  return asMeant.total > 0 ? asMeant : asWritten;
};
