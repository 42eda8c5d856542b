import { Injectable } from '@nestjs/common';
import { legalKeyOf } from '../citations/legal-key.ts';
import { CitedResources } from '../impacts/cited-resources.ts';
import type { FetchState, Quarantine } from '../polling/fetch-state.ts';
import type { Entry } from '../reading/reading.ts';
import { Rulebook } from '../rules/rulebook.ts';
import type { Source } from '../sources/source.ts';
import { type Marked, marked } from './identity.ts';
import { ItemRepository, type Sighting } from './item.repository.ts';
import { type Item, orderOf } from './item.ts';
import { idOf, newItem } from './new-item.ts';
import { isRelevant } from './relevance.ts';
import { suspicionOf } from './suspicion.ts';
import { UpdateItem } from './update-item.ts';

/** What an answer of a source brought. */
export interface TakenIn {
  /** Not announced before. */
  readonly fresh: readonly Omit<Item, 'v'>[];
  readonly quarantine: Quarantine | null;
}

const none: ReadonlySet<string> = new Set();
const monthMs = 30 * 24 * 3_600_000;

/**
 * Makes items of what a source says and was not known to say: each thing once, whatever it is called and wherever else it
 * stands. May run again for a poll that did not end: it then finds the same to be fresh.
 */
@Injectable()
export class TakeIn {
  constructor(
    private readonly items: ItemRepository,
    private readonly rulebook: Rulebook,
    private readonly updateItem: UpdateItem,
    private readonly resources: CitedResources,
  ) {}

  async execute(source: Source, state: FetchState, entries: readonly Entry[], now: Date): Promise<TakenIn> {
    const all = marked(source._id, entries);
    const asBefore = entries.filter(({ isAsBefore }) => isAsBefore).length;
    const known = await this.items.known(all.flatMap(({ keys }) => keys));
    const sightingOf = ({ keys }: Marked): Sighting | undefined => {
      const found = keys.flatMap((key) => known.get(key) ?? []);
      return found.find(({ poll }) => poll !== state.polls) ?? found[0];
    };
    const isFresh = (one: Marked) => (sightingOf(one)?.poll ?? state.polls) === state.polls;
    const fresh = all.filter(isFresh);
    for (const one of all) await this.update(source, one, sightingOf(one), now);
    const cited = fresh.some(({ entry }) => entry.changes?.length) ? await this.resources.citedTexts() : none;
    const wanted = fresh.filter(({ entry }) => isWanted(source, state, entry, now, cited));
    const suspicion = suspicionIn(source, state, fresh, asBefore + all.length);
    const { made, owners } = await this.make(source, wanted, suspicion !== null, now);
    await this.see(source, state, all, known, owners);
    return {
      fresh: made,
      quarantine: suspicion && made.length ? { at: now.toISOString(), items: made.length, reason: suspicion } : null,
    };
  }

  /** A thing that was known and says something else now. */
  private async update(source: Source, one: Marked, sighting: Sighting | undefined, now: Date): Promise<void> {
    if (!sighting?.item || sighting.hash === one.hash) return;
    await this.updateItem.execute(sighting.item, source._id, one, now);
    await this.items.seeChanged(one.keys, one.hash);
  }

  private async make(source: Source, wanted: readonly Marked[], isSuspect: boolean, now: Date) {
    const owners = new Map<Marked, string>();
    const elsewhere = await this.items.identified(wanted.flatMap(({ identity }) => identity ?? []));
    const rules = await this.rulebook.active();
    const isElsewhere = ({ identity }: Marked, id: string) => {
      const other = identity ? elsewhere.get(identity) : undefined;
      // Its own, of a poll that did not end, is not elsewhere.
      return other !== undefined && other._id !== id;
    };
    const mine = wanted.filter((one) => !isElsewhere(one, idOf(one)));
    const made = mine.map((one) => {
      const item = rules.applied(newItem(source, one, now));
      const status = isSuspect ? ('quarantined' as const) : item.status;
      owners.set(one, item._id);
      return { ...item, status, order: orderOf(item) };
    });
    const taken = await this.items.add(made);
    const late = taken.length
      ? await this.items.identified(taken.flatMap(({ identity }) => identity ?? []))
      : new Map<string, Item>();
    for (const one of wanted) {
      const other = one.identity ? (elsewhere.get(one.identity) ?? late.get(one.identity)) : undefined;
      if (!other || owners.get(one) === other._id) continue;
      owners.set(one, other._id);
      await this.updateItem.foundIn(other._id, source._id, one.entry.url);
    }
    const gone = new Set(taken.map(({ _id }) => _id));
    return { made: made.filter(({ _id }) => !gone.has(_id)), owners };
  }

  /** Remembers every key, so that what is named otherwise next time is known all the same. */
  private async see(
    source: Source,
    state: FetchState,
    all: readonly Marked[],
    known: ReadonlyMap<string, Sighting>,
    owners: ReadonlyMap<Marked, string>,
  ): Promise<void> {
    const sightings = all.flatMap((one) => {
      const before = one.keys.flatMap((key) => known.get(key) ?? [])[0];
      const item = before ? before.item : (owners.get(one) ?? null);
      const poll = before?.poll ?? state.polls;
      return one.keys
        .filter((key) => !known.has(key))
        .map((_id): Sighting => ({ _id, source: source._id, item, hash: one.hash, poll }));
    });
    await this.items.see(sightings);
  }
}

/** Only a feed names its entries as it likes: an archive holds what its day brought. */
const suspicionIn = ({ adapter }: Source, { lastAnsweredAt }: FetchState, fresh: readonly Marked[], all: number) =>
  adapter === 'feed'
    ? suspicionOf({ known: all - fresh.length, fresh: fresh.map(({ entry }) => entry), lastAnsweredAt })
    : null;

/** A source that is read for the first time brings its last month, not its archives; a correction is never news. */
const isWanted = (
  source: Source,
  { lastAnsweredAt }: FetchState,
  entry: Entry,
  now: Date,
  cited: ReadonlySet<string>,
): boolean => {
  const isLaw = source.adapter === 'jorf-archive' || source.adapter === 'legifrance';
  if (entry.isRetroactive) return false;
  // What changes a text that a public resource cites concerns us, whatever its words.
  const isCited = entry.changes?.some(({ target }) => cited.has(legalKeyOf(target).text)) ?? false;
  if (!isCited && !isRelevant(entry, source.keywords, isLaw)) return false;
  const isOld = entry.publishedAt !== null && Date.parse(entry.publishedAt) < now.getTime() - monthMs;
  return !(lastAnsweredAt === null && isOld);
};
