import { claimMs, day, isNotice, type MailDelivery, mostADay } from '../mail-delivery.ts';
import type { FlightLogRepository } from './flight-log.repository.ts';
import type { FlightLog } from './flight-log.ts';
import type { MailRows } from './mail-rows.ts';
import type { TakeOver } from './take-over.ts';

/** A look costs what waits, on some engines: one for many reservations. */
const most = 1_000;
/** Reserved at a time: others have their share. */
const batch = 100;
/** The next are reserved while these leave. */
const few = 25;
/** After a look that found nothing. */
const restMs = 800;

type Due = Pick<MailDelivery, '_id' | 'person' | 'recipient' | 'kind' | 'tells' | 'claim'>;

/**
 * The mails that are due and that this process reserved for itself. A reserved row still waits, and may be cancelled like
 * any other; only no other process takes it while our log lives.
 */
export class DueMails {
  /** Seen to be due, and not reserved yet: others may be quicker. */
  private seen: Due[] = [];
  private reserved: Due[] = [];
  /** Whose mails we reserved and have not marked: they count for the day. */
  private readonly held = new Map<string, string>();
  private looking: Promise<void> | undefined;
  private restsUntil = 0;

  constructor(
    private readonly rows: MailRows,
    private readonly flights: FlightLogRepository,
    private readonly takeOver: TakeOver,
    private readonly log: FlightLog,
  ) {}

  /** Null when nothing is due. */
  async next(): Promise<string | null> {
    const isShort = this.seen.length > 0 ? this.reserved.length <= few : this.reserved.length === 0;
    if (isShort && Date.now() >= this.restsUntil) {
      this.looking ??= this.reserve().finally(() => {
        this.looking = undefined;
      });
      // Those that wait for it hear of its failure.
      this.looking.catch(() => undefined);
    }
    if (this.reserved.length === 0) await this.looking;
    return this.reserved.shift()?._id ?? null;
  }

  /** Something became due, and may be more urgent than what was seen. */
  wakeUp(): void {
    this.restsUntil = 0;
    this.seen = [];
  }

  /** Their rows say how they ended, or they are somebody else's. */
  done(rows: readonly string[]): void {
    for (const row of rows) this.held.delete(row);
  }

  /** Those that have not left are anybody's again. */
  async release(): Promise<void> {
    const rows = this.reserved.splice(0).map(({ _id }) => _id);
    this.done(rows);
    if (this.log.claim) await this.rows.release(this.log.claim, rows, new Date());
  }

  async keepUp(): Promise<void> {
    const { claim } = this.log;
    if (claim) await this.rows.keep(claim, [...this.held.keys()], inTime(new Date()));
  }

  private async reserve(): Promise<void> {
    const now = new Date();
    if (this.seen.length === 0) this.seen = await this.look(now);
    // What others reserved meanwhile is passed over.
    while (this.seen.length > 0 && this.reserved.length <= few) await this.reserveSome(this.seen.splice(0, batch), now);
  }

  private async reserveSome(due: readonly Due[], now: Date): Promise<void> {
    const claim = await this.log.open();
    const ours = await this.rows.reserve(claim, due, now, inTime(now));
    const rows = await this.withinTheDay(
      due.filter(({ _id }) => ours.has(_id)),
      claim,
      now,
    );
    for (const row of rows) this.held.set(row._id, whoseOf(row));
    this.reserved.push(...rows);
  }

  private async look(now: Date): Promise<Due[]> {
    await this.takeOver.lapsed(now, this.log.claim);
    const found = await this.rows.due<Due>(now, most);
    // Every worker asks when there is nothing: one look for all.
    if (found.length === 0) this.restsUntil = now.getTime() + restMs;
    return this.free(found);
  }

  /** What another process reserved is its own while its log is there; of what was ours, what we let go by a failure is free. */
  private async free(due: readonly Due[]): Promise<Due[]> {
    const claims = new Set(due.flatMap(({ claim }) => claim ?? []));
    const known = await this.flights.known([...claims]);
    return due.filter(
      ({ _id, claim }) => !claim || !known.has(claim) || (claim === this.log.claim && !this.held.has(_id)),
    );
  }

  /** What is too many for one person in a day waits for the next. */
  private async withinTheDay(due: readonly Due[], claim: string, now: Date): Promise<Due[]> {
    const counted = due.filter((row) => isCounted(row));
    const sent = await this.rows.sentSince(
      new Date(now.getTime() - day),
      counted.filter(isTold),
      counted.filter((row) => !isTold(row)),
    );
    for (const whose of this.held.values()) sent.set(whose, (sent.get(whose) ?? 0) + 1);
    const over = new Set<string>();
    for (const row of counted) {
      const count = sent.get(whoseOf(row)) ?? 0;
      if (count >= mostADay) over.add(row._id);
      else sent.set(whoseOf(row), count + 1);
    }
    await this.rows.release(claim, [...over], new Date(now.getTime() + day), {
      lastReason: `${mostADay} mails in a day`,
    });
    return due.filter(({ _id }) => !over.has(_id));
  }
}

const isTold = ({ tells }: Due): boolean => Boolean(tells?.length);
/** A confirmation is somebody's own wish, and limited where it is asked for. */
const isCounted = (row: Due): boolean => isTold(row) || isNotice(row);
/** A reader by their address, a member as such: what one is told does not count for the other. */
const whoseOf = (row: Due): string => (isTold(row) ? row.person : row.recipient);
const inTime = (now: Date): Date => new Date(now.getTime() + claimMs);
