import type { AnnouncedResource, ResourceFilter } from '#contracts';
import { Column, grown } from './column.ts';
import { type FacetName, facetNames, valuesOf, wantedOf } from './facets.ts';
import { type IndexedText, type Scores, TextIndex } from './text-index.ts';

export type Sort = 'relevance' | 'newest' | 'closing';

/** What a page is ordered by, the highest first, and the id that tells two alike apart. */
export type Position = readonly [first: number, second: number, id: string];

export interface Wanted {
  readonly filter: ResourceFilter;
  /** On the search page `q` forgives; elsewhere it means what it says. */
  readonly isTolerant?: boolean;
  readonly sort: Sort;
  readonly limit: number;
  readonly after?: Position | null;
}

export interface Found {
  readonly ids: readonly string[];
  readonly total: number;
  /** Where this page ends, when there is more. */
  readonly end: Position | null;
  /** How many have each value, each facet counted without its own values in the filter. */
  readonly counts: Readonly<Record<FacetName, ReadonlyMap<string, number>>>;
  readonly stems: ReadonlySet<string>;
}

/** What closes never comes after all that does. */
const never = 8.64e15;

/**
 * All listed resources in memory, as numbers and words: what lists, counts and search are made of. Rows are only added:
 * a changed resource gets a new row, and the old one is dead.
 */
export class Shelf {
  private readonly columns = Object.fromEntries(facetNames.map((name) => [name, new Column()])) as Record<
    FacetName,
    Column
  >;
  private readonly text = new TextIndex();
  private readonly rowOf = new Map<string, number>();
  private readonly ids: string[] = [];
  private readonly networks = new Map<string, { readonly slug: string; readonly name: string }>();
  private alive = new Uint8Array(1_024);
  private publishedAt = new Float64Array(1_024);
  private closesAt = new Float64Array(1_024);

  get size(): number {
    return this.rowOf.size;
  }

  /** Share of rows that only cost memory. */
  get waste(): number {
    return this.ids.length === 0 ? 0 : 1 - this.size / this.ids.length;
  }

  networkName = (slug: string): string => this.networks.get(slug)?.name ?? slug;

  put(resource: AnnouncedResource, text: IndexedText): void {
    this.remove(resource.id);
    const row = this.ids.length;
    if (row >= this.alive.length) this.grow(row);
    this.ids.push(resource.id);
    this.rowOf.set(resource.id, row);
    this.alive[row] = 1;
    this.publishedAt[row] = Date.parse(resource.publishedAt);
    this.closesAt[row] = resource.expiresAt ? Date.parse(resource.expiresAt) : never;
    for (const name of facetNames) this.columns[name].put(row, valuesOf[name](resource));
    this.networks.set(resource.network.slug, resource.network).set(resource.network.id, resource.network);
    this.text.add(row, text);
  }

  remove(id: string): void {
    const row = this.rowOf.get(id);
    if (row === undefined) return;
    this.alive[row] = 0;
    this.rowOf.delete(id);
  }

  find(wanted: Wanted): Found {
    const { filter, isTolerant } = wanted;
    const rows = this.ids.length;
    const scores = filter.q && (isTolerant ? this.text.tolerant(filter.q, rows) : this.text.strict(filter.q, rows));
    const { hits, counts } = this.count(filter, scores);
    return {
      ...this.page(hits, wanted, scores),
      total: hits.length,
      counts,
      stems: scores?.stems ?? new Set(),
    };
  }

  /** Those that treat of the same things: a common theme, and then as many common words in titles as possible. */
  similar(resource: AnnouncedResource, limit: number, after: Position | null): Omit<Found, 'counts'> {
    const rows = this.ids.length;
    const scores = this.text.alike(resource.title, rows);
    const { cells, sets } = this.columns.theme;
    const common = Uint8Array.from(sets, (themes) => themes.filter((each) => resource.themes.includes(each)).length);
    const own = this.rowOf.get(resource.id);
    const hits: number[] = [];
    for (let row = 0; row < rows; row += 1) {
      const shared = common[cells[row] as number] as number;
      if (this.alive[row] === 0 || row === own || shared === 0) continue;
      scores.of[row] = (scores.of[row] as number) + shared * 4;
      hits.push(row);
    }
    const page = this.page(hits, { filter: {}, sort: 'relevance', limit, after }, scores);
    return { ...page, total: hits.length, stems: scores.stems };
  }

  corrected(phrase: string): string | null {
    return this.text.corrected(phrase);
  }

  /** A row that misses one facet alone counts for that facet, one that misses none for all. */
  private count(filter: ResourceFilter, scores: Scores | undefined) {
    const { hits, missing } = this.sift(filter, scores);
    const counts = facetNames.map((name, index) => [name, this.columns[name].count(hits, missing[index] as number[])]);
    return { hits, counts: Object.fromEntries(counts) as Found['counts'] };
  }

  private sift(filter: ResourceFilter, scores: Scores | undefined) {
    const slugOf = (network: string) => this.networks.get(network)?.slug ?? network;
    const tests = facetNames.flatMap((name, index) => {
      const isWanted = wantedOf(name, filter, slugOf);
      const { cells } = this.columns[name];
      return isWanted ? [{ index, cells, passing: this.columns[name].passing(isWanted) }] : [];
    });
    const closesBefore = filter.closesBefore && Math.max(...filter.closesBefore.map((date) => Date.parse(date)));
    const hits: number[] = [];
    const missing: number[][] = facetNames.map(() => []);
    const of = scores?.of;
    for (let row = 0; row < this.ids.length; row += 1) {
      if (this.alive[row] === 0 || of?.[row] === 0) continue;
      if (closesBefore !== undefined && !((this.closesAt[row] as number) < closesBefore)) continue;
      let missed = -1;
      let misses = 0;
      for (const { index, cells, passing } of tests) {
        if (passing[cells[row] as number] === 1) continue;
        missed = index;
        misses += 1;
        if (misses > 1) break;
      }
      if (misses === 0) hits.push(row);
      else if (misses === 1) (missing[missed] as number[]).push(row);
    }
    return { hits, missing };
  }

  /**
   * The best of the hits, kept in order while walking: nothing is sorted that is not shown. Rows are walked from the
   * last, which are the newest more often than not, and most of the others fail at the first number.
   */
  private page(hits: readonly number[], { sort, limit, after }: Wanted, scores: Scores | undefined) {
    const [first, second] = this.order(sort, scores);
    const best: { row: number; at: Position }[] = [];
    for (let index = hits.length - 1; index >= 0; index -= 1) {
      const row = hits[index] as number;
      const worst = best.length > limit ? best[best.length - 1] : undefined;
      if (worst) {
        const ahead = first(row) - worst.at[0] || second(row) - worst.at[1];
        if (ahead < 0) continue;
      }
      const at: Position = [first(row), second(row), this.ids[row] as string];
      if ((after && !isBefore(after, at)) || (worst && isBefore(worst.at, at))) continue;
      let place = best.length;
      while (place > 0 && isBefore(at, (best[place - 1] as { at: Position }).at)) place -= 1;
      best.splice(place, 0, { row, at });
      if (best.length > limit + 1) best.pop();
    }
    const hasMore = best.length > limit;
    const shown = best.slice(0, limit);
    return { ids: shown.map(({ at: [, , id] }) => id), end: hasMore ? (shown.at(-1)?.at ?? null) : null };
  }

  /** The two numbers that a page is ordered by. */
  private order(sort: Sort, scores: Scores | undefined): readonly [(row: number) => number, (row: number) => number] {
    const { publishedAt, closesAt } = this;
    const published = (row: number) => publishedAt[row] as number;
    if (sort === 'newest') return [published, () => 0];
    if (sort === 'closing') return [(row) => -(closesAt[row] as number), published];
    const of = scores?.of;
    return [of ? (row) => of[row] as number : () => 0, published];
  }

  private grow(row: number): void {
    this.alive = grown(this.alive, row);
    this.publishedAt = grown(this.publishedAt, row);
    this.closesAt = grown(this.closesAt, row);
  }
}

/** Whether the first comes before the second in a list. */
const isBefore = (a: Position, b: Position): boolean =>
  a[0] !== b[0] ? a[0] > b[0] : a[1] !== b[1] ? a[1] > b[1] : a[2] > b[2];
