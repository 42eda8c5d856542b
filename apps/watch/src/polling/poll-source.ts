import { Injectable } from '@nestjs/common';
import { type Announcement, announce, itemDetected } from '#contracts';
import { textsChanged } from '../impacts/text-changed.ts';
import { HeedDeletions } from '../items/heed-deletions.ts';
import type { Item } from '../items/item.ts';
import { TakeIn } from '../items/take-in.ts';
import type { Reading } from '../reading/reading.ts';
import type { Source } from '../sources/source.ts';
import { afterAnswer, afterFailure, afterNews, type FetchState, isPushed } from './fetch-state.ts';
import { HealthNotices } from './health-notices.ts';
import { Readers } from './readers.ts';
import { nextAfterAnswer, nextAfterFailure } from './rhythm.ts';
import { StateRepository, type Unchanged } from './state.repository.ts';

type Read = Extract<Reading, { outcome: 'read' }>;

const keptDates = 60;
const announcedAtOnce = 40;

/** How a poll ended: `unchanged` is left to the caller, who writes many in one command. */
export type Polled =
  | { readonly outcome: 'unchanged'; readonly unchanged: Unchanged }
  | { readonly outcome: 'recorded'; readonly hostRestsUntil?: Date };

/** One poll of one source, from the request to what is announced of it. */
@Injectable()
export class PollSource {
  constructor(
    private readonly readers: Readers,
    private readonly states: StateRepository,
    private readonly takeIn: TakeIn,
    private readonly heedDeletions: HeedDeletions,
    private readonly notices: HealthNotices,
  ) {}

  async execute(source: Source, state: FetchState, now: Date, chance = Math.random()): Promise<Polled> {
    const reading = await this.read(source, state, now);
    if (reading.outcome === 'failed') return this.fail(source, state, reading, now, chance);
    if (reading.outcome === 'read') return this.answer(source, state, reading, now, chance);
    const hints = reading.hints ?? state.hints;
    const validators = reading.validators ?? state.validators;
    const dueAt = nextAfterAnswer(paceOf(source, { ...state, hints }, now), now, chance);
    const changes = { ...afterAnswer(now), hints, validators, dueAt };
    const notices = await this.notices.afterAnswer(source, state, now);
    if (notices.announced.length === 0) return { outcome: 'unchanged', unchanged: { state, changes } };
    await this.states.record(state, { ...changes, ...notices.changes }, now, notices.announced);
    return { outcome: 'recorded' };
  }

  private async read(source: Source, state: FetchState, now: Date): Promise<Reading> {
    const reader = this.readers.of(source.adapter);
    if (!reader) return { outcome: 'failed', error: 'Cette sorte de source n’est pas relevée.' };
    return reader.read(source, state, now);
  }

  /** A mistake of ours in reading one source stops no other: it waits like a failure of theirs. */
  async giveUp(source: Source, state: FetchState, now: Date): Promise<void> {
    await this.fail(source, state, { outcome: 'failed', error: 'Erreur interne d’Essaim à la lecture.' }, now, 0.5);
  }

  private async answer(source: Source, state: FetchState, reading: Read, now: Date, chance: number): Promise<Polled> {
    const { fresh, quarantine } = await this.takeIn.execute(source, state, reading.entries, now);
    if (reading.deleted?.length) await this.heedDeletions.execute(source, reading.deleted, now);
    const dates = reading.entries.length ? newest(reading) : state.dates;
    const { hints, validators, bodyHash, position, movedTo, hub } = reading;
    const news = fresh.length ? { lastNewAt: now.toISOString(), ...afterNews(state, now) } : {};
    const pace = paceOf(source, { ...state, ...news, hints, dates }, now);
    const changes: Partial<FetchState> = {
      ...afterAnswer(now),
      ...{ hints, validators, bodyHash, position, movedTo, hub, dates },
      marks: reading.entries.flatMap(({ mark }) => mark ?? []),
      dueAt: reading.hasMore ? now : nextAfterAnswer(pace, now, chance),
      ...news,
      ...(quarantine ? { quarantine } : {}),
    };
    const notices = await this.notices.afterAnswer(source, { ...state, ...changes }, now, state);
    const told = [
      ...detected(source, fresh),
      ...textsChanged(fresh),
      ...notices.announced,
      ...(await this.notices.ofItems(source, fresh, quarantine)),
    ];
    await this.states.record(state, { ...changes, ...notices.changes }, now, told);
    return { outcome: 'recorded' };
  }

  private async fail(
    source: Source,
    state: FetchState,
    { error, retryAfterMs }: Extract<Reading, { outcome: 'failed' }>,
    now: Date,
    chance: number,
  ): Promise<Polled> {
    const changes = afterFailure(state, error, now);
    const dueAt = nextAfterFailure(changes.failures ?? 1, { retryAfterMs }, now, chance);
    const notices = await this.notices.afterFailure(source, { ...state, ...changes }, now);
    await this.states.record(state, { ...changes, ...notices.changes, dueAt }, now, notices.announced);
    // Whoever asks to wait asks for the whole house.
    return { outcome: 'recorded', ...(retryAfterMs ? { hostRestsUntil: dueAt } : {}) };
  }
}

const paceOf = (
  { calendar, licence, family }: Source,
  { hints, dates, pushedUntil }: Pick<FetchState, 'hints' | 'dates' | 'pushedUntil'>,
  now: Date,
) => {
  const isTold = isPushed({ pushedUntil }, now);
  return {
    hints,
    dates: isTold ? [] : dates.map((date) => new Date(date)),
    isOfficial: !isTold && family === 'legal-watch' && licence === 'etalab-2.0',
    calendar,
  };
};

const newest = ({ entries }: Read): string[] =>
  entries
    .flatMap(({ publishedAt }) => publishedAt ?? [])
    .sort()
    .slice(-keptDates);

/** In parts, so that no event grows beyond what travels. */
const detected = ({ _id: sourceId }: Source, fresh: readonly Omit<Item, 'v'>[]): Announcement[] => {
  const items = fresh.map(({ _id: itemId, title, url, family, publishedAt }) => ({
    itemId,
    title,
    url,
    family,
    publishedAt,
  }));
  const parts = Math.ceil(items.length / announcedAtOnce);
  return Array.from({ length: parts }, (_, part) =>
    announce(itemDetected, { sourceId, items: items.slice(part * announcedAtOnce, (part + 1) * announcedAtOnce) }),
  );
};
