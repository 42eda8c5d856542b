import { type AnnouncedResource, matches, type ResourceFilter } from '#contracts';
import { isListed } from '../../catalogue/entry.ts';
import type { Closing, DigestItem } from './digest-item.ts';
import { concerns, type Telling } from './telling.ts';

export interface DigestContent {
  readonly items: readonly DigestItem[];
  readonly closing: readonly Closing[];
  readonly tells: readonly string[];
  readonly resources: readonly string[];
}

/** For whom a digest is made. */
export interface Reader {
  readonly filter: ResourceFilter;
  /** What they were told, in any mail: `tellKey`s. */
  readonly told: ReadonlySet<string>;
  /** Resources that they had some version of. */
  readonly had: ReadonlySet<string>;
  /** Up to when their last digest told; null before the first. */
  readonly toldUntil: Date | null;
}

/** What is there to be told of. */
export interface News {
  /** The oldest first. */
  readonly tellings: readonly Telling[];
  /** Resources as they stand, of those that are told of. */
  readonly present: ReadonlyMap<string, AnnouncedResource>;
  /** Every resource that one of these may tell of. */
  readonly resources: readonly string[];
  /** Those that close within seven days. */
  readonly closing: readonly AnnouncedResource[];
}

export const firstDays = 30;
export const mostInFirst = 10;
export const mostElsewhere = 3;
export const closingDays = 7;
const mostItems = 60;
const mostClosing = 10;
/** What is kept late, by an instance whose clock or whose queue is behind, is still of the digest to come. */
const overlapMs = 10 * 60_000;
const dayMs = 24 * 3600_000;

const closingKey = ({ id, version }: AnnouncedResource): string => `${id}|${version}|closing`;

/** All that is told of one resource; the last telling says how it stands. */
type Group = readonly [Telling, ...Telling[]];

/** What a digest says to a reader now; without items there is nothing new, and no mail. */
export const digestFor = (reader: Reader, news: News, now: Date): DigestContent => {
  const groups = [...Map.groupBy(freshFor(reader, news.tellings, now), ({ resourceId }) => resourceId).values()]
    .map((group) => group as unknown as Group)
    .filter((group) => isWorthTelling(group, reader, news.present.get(group[0].resourceId)));
  const [elsewhere, here] = partition(groups, (group) => isElsewhere(group, reader));
  const told = [
    ...here.slice(-(reader.toldUntil ? mostItems : mostInFirst)),
    ...elsewhere.slice(-Math.min(mostElsewhere, reader.toldUntil ? mostItems : mostInFirst - here.length)),
  ].slice(0, reader.toldUntil ? mostItems + mostElsewhere : mostInFirst);
  const far = new Set(elsewhere);
  const closing = told.length ? closingFor(reader, news.closing) : [];
  return {
    items: told.flatMap((group) =>
      group.map(({ _id }) => ({ telling: _id, ...(far.has(group) ? { isElsewhere: true as const } : {}) })),
    ),
    closing: closing.map(({ id, title, expiresAt }) => ({ resource: id, title, expiresAt: String(expiresAt) })),
    tells: [...told.flatMap((group) => group.map(({ key }) => key)), ...closing.map(closingKey)],
    resources: [...new Set([...told.map(([{ resourceId }]) => resourceId), ...closing.map(({ id }) => id)])],
  };
};

const freshFor = ({ toldUntil, told, had, filter }: Reader, tellings: readonly Telling[], now: Date): Telling[] => {
  const isRecent = toldUntil
    ? ({ heardAt }: Telling) => heardAt.getTime() >= toldUntil.getTime() - overlapMs
    : ({ at }: Telling) => at.getTime() >= now.getTime() - firstDays * dayMs;
  const seen = new Set(told);
  return tellings.filter((telling) => {
    if (!isRecent(telling) || seen.has(telling.key)) return false;
    if (!concerns(filter, had.has(telling.resourceId), telling)) return false;
    // The same under two events is one thing.
    seen.add(telling.key);
    return true;
  });
};

/** What came and went between two digests is no news; nor is the end of what a reader never had, in their first. */
const isWorthTelling = (group: Group, { had, toldUntil }: Reader, present: AnnouncedResource | undefined): boolean => {
  const last = group.at(-1) as Telling;
  const isNewHere = group.some(({ kind }) => ['published', 'revised', 'reference'].includes(kind));
  if (!toldUntil && !isNewHere) return false;
  if (isListed(last.resource) && isListed(present ?? last.resource)) return true;
  const isOver = ['suspended', 'withdrawn'].includes(last.kind);
  const cameMeanwhile = group.some(({ kind }) => kind === 'published');
  return isOver && (had.has(last.resourceId) || (toldUntil !== null && !cameMeanwhile));
};

/** Only for its being tested elsewhere: their territory is not among those where it applies. */
const isElsewhere = (group: Group, { filter, had }: Reader): boolean => {
  if (!filter.territory || !filter.elsewhere || had.has(group[0].resourceId)) return false;
  const { elsewhere: _, ...near } = filter;
  return !group.some((telling) => concerns(near, false, telling));
};

const closingFor = ({ filter, told }: Reader, closing: readonly AnnouncedResource[]): AnnouncedResource[] =>
  closing.filter((resource) => !told.has(closingKey(resource)) && matches(filter, resource)).slice(0, mostClosing);

const partition = <Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] => [
  items.filter(isFirst),
  items.filter((item) => !isFirst(item)),
];
