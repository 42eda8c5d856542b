import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Wake } from '#messaging';
import { Database, isDatabaseAway } from '#persistence';
import { SourceRepository } from '../sources/source.repository.ts';
import type { Source } from '../sources/source.ts';
import type { FetchState } from './fetch-state.ts';
import { HostTurns } from './host-turns.ts';
import { PollSource } from './poll-source.ts';
import { PollingSwitch } from './polling-switch.ts';
import { StateRepository, type Unchanged } from './state.repository.ts';

export const POLLING = Symbol('polling');

export interface PollingOptions {
  /** How long a host is left alone after a request. */
  readonly hostGapMs: number;
  /** Hosts read at the same time, by one instance. */
  readonly atOnce: number;
}

export const politePolling: PollingOptions = { hostGapMs: 5_000, atOnce: 64 };

const tickMs = 1_000;
const settleMs = 500;
const keepMs = 30_000;
export const pollWake = 'poll';

interface Turn {
  readonly host: string;
  readonly source: Source | undefined;
  readonly state: FetchState;
}

/**
 * Reads what is due, on any number of instances: one request at a time at each host, and a rest after it. A round takes the
 * turns of many hosts in one command, and writes down what did not change many at a time; a slow host holds up no other.
 */
@Injectable()
export class PollSources implements BeforeApplicationShutdown {
  private readonly logger = new Logger(PollSources.name);
  private readonly rounds = new Set<Promise<unknown>>();
  private atWork = 0;
  private isTaking = false;
  private isBehind = false;
  private isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly sources: SourceRepository,
    private readonly states: StateRepository,
    private readonly turns: HostTurns,
    private readonly pollSource: PollSource,
    private readonly polling: PollingSwitch,
    @Inject(POLLING) private readonly options: PollingOptions,
    wake: Wake,
  ) {
    wake.on(pollWake, () => void this.tick());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.rounds);
  }

  @Interval(tickMs)
  async tick(): Promise<void> {
    const free = this.options.atOnce - this.atWork;
    if (!this.database.isReady || this.isStopping || this.isTaking || free <= 0) return;
    this.isTaking = true;
    try {
      const round = await this.take(new Date(), free);
      // More may have waited than one round takes.
      this.isBehind = round?.turns.length === free;
      if (!round) return;
      const run = this.run(round).catch((error: unknown) => this.complain(error));
      this.rounds.add(run);
      void run.finally(() => this.rounds.delete(run));
    } catch (error) {
      this.complain(error);
    } finally {
      this.isTaking = false;
    }
  }

  /** One round, to its end. @returns how many sources were read */
  async poll(now: Date): Promise<number> {
    const round = await this.take(now, this.options.atOnce);
    if (!round) return 0;
    await this.run(round);
    return round.turns.length;
  }

  private async take(now: Date, limit: number): Promise<Round | null> {
    if (!(await this.polling.isOn())) return null;
    const due = await this.states.dueHosts(now, await this.turns.busy(now), limit);
    if (due.length === 0) return null;
    const names = due.map(({ host }) => host);
    const { token, hosts } = await this.turns.take(names, now);
    const mine = due.filter(({ host }) => hosts.has(host));
    const turns = await this.turnsOf(mine, now);
    // Somebody else has just read what was due there.
    const idle = mine.filter(({ host }) => !turns.some((turn) => turn.host === host));
    await this.turns.giveBack(token, new Map(idle.map(({ host }) => [host, now])));
    return { token, now, clock: clockFrom(now), turns };
  }

  private async turnsOf(mine: readonly { host: string; source: string }[], now: Date): Promise<Turn[]> {
    const ids = mine.map(({ source }) => source);
    const [states, sources] = await Promise.all([this.states.ofAll(ids), this.sources.byIds(ids)]);
    return mine.flatMap(({ host, source }) => {
      const state = states.get(source);
      return state?.dueAt && state.dueAt <= now ? [{ host, state, source: sources.get(source) }] : [];
    });
  }

  private async run({ token, now, clock, turns }: Round): Promise<void> {
    const waiting = new Set(turns.map(({ host }) => host));
    let unchanged: Unchanged[] = [];
    let rests = new Map<string, Date>();
    const settle = async () => {
      const [written, rested] = [unchanged, rests];
      unchanged = [];
      rests = new Map();
      await this.states.recordUnchanged(written);
      await this.turns.giveBack(token, rested);
    };
    const soon = (work: () => Promise<void>) => () => void work().catch((error: unknown) => this.complain(error));
    const settling = setInterval(soon(settle), settleMs);
    const keeping = setInterval(
      soon(() => this.turns.keep(token, [...waiting], clock())),
      keepMs,
    );
    this.atWork += turns.length;
    try {
      await Promise.all(
        turns.map(async (turn) => {
          const { restsUntil, nothing } = await this.pollOne(turn, now);
          if (nothing) unchanged.push(nothing);
          rests.set(turn.host, restsUntil ?? new Date(clock().getTime() + this.options.hostGapMs));
          waiting.delete(turn.host);
          this.atWork -= 1;
          if (this.isBehind && this.atWork <= this.options.atOnce / 2) void this.tick();
        }),
      );
    } finally {
      clearInterval(settling);
      clearInterval(keeping);
      await settle();
    }
  }

  /** @returns until when its host rests, where that is not the usual gap */
  private async pollOne(
    { source, state }: Turn,
    now: Date,
  ): Promise<{ restsUntil?: Date | undefined; nothing?: Unchanged }> {
    try {
      if (!source) {
        await this.states.forget(state._id);
        return { restsUntil: now };
      }
      const polled = await this.pollSource.execute(source, state, now);
      return polled.outcome === 'unchanged' ? { nothing: polled.unchanged } : { restsUntil: polled.hostRestsUntil };
    } catch (error) {
      this.complain(error, state._id);
      // Without a database nothing is written, and the source stays due.
      if (source && !isDatabaseAway(error)) {
        await this.pollSource.giveUp(source, state, now).catch((second: unknown) => this.complain(second, state._id));
      }
      return {};
    }
  }

  private complain(error: unknown, source?: string): void {
    if (!isDatabaseAway(error)) this.logger.error({ error, source });
  }
}

interface Round {
  readonly token: string;
  readonly now: Date;
  /** Goes on from the moment of the round. */
  readonly clock: () => Date;
  readonly turns: readonly Turn[];
}

const clockFrom = (now: Date): (() => Date) => {
  const startedAt = performance.now();
  return () => new Date(now.getTime() + performance.now() - startedAt);
};
