import { setTimeout as pause } from 'node:timers/promises';
import { isDatabaseAway, type Lease } from '#persistence';
import type { LedgerRepository } from '../../ledger/ledger.repository.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import type { DepartureRepository } from './departure.repository.ts';
import { departureOf, rowsIn } from './departure.ts';

const againAfterMs = 200;

/**
 * What the holder of a partition has in the air: rows that have their numbers and are not in the ledger yet. Each is kept
 * in a departure until its row is written, so that a kill forgets no number: the next holder writes them, and sends them.
 */
export class Flights {
  private readonly inTheAir = new Map<string, { readonly row: WebhookDelivery; readonly departure: string }>();
  /** By departure: rows that the ledger does not have yet. */
  private readonly left = new Map<string, number>();
  private landed: string[] = [];
  private made = 0;
  /** From when on nobody else plans for this partition. */
  since = Number.POSITIVE_INFINITY;

  constructor(
    private readonly departures: DepartureRepository,
    private readonly ledger: LedgerRepository,
    private readonly partition: number,
    private readonly lease: Lease,
    /** Aborted once the partition is no longer ours. */
    private readonly over: AbortSignal,
  ) {}

  /** Writes the rows that an earlier holder left in the air: they are due, under the numbers that they have. */
  async takeOver(): Promise<void> {
    const open = Object.entries(await this.departures.takeOver(this.partition, this.lease));
    this.since = Date.now();
    for (const [id, departure] of open) {
      await this.ledger.insertMissing(rowsIn(departure, this.partition, this.lease.fence));
      this.landed.push(id);
    }
    this.made = Math.max(0, ...open.map(([id]) => Number(id)));
    await this.tidy();
  }

  /**
   * Gives these their place in the air; those that are not sent at once are in the ledger when this resolves.
   *
   * @throws Superseded when a later holder gives numbers.
   */
  async depart(rows: readonly WebhookDelivery[], later: ReadonlySet<string>): Promise<void> {
    if (rows.length === 0) return;
    this.made += 1;
    const id = String(this.made);
    const landed = this.landed;
    this.landed = [];
    const departure = departureOf(rows, later, new Date());
    // It may have been written although nobody said so: only the same again keeps the numbers apart.
    await this.insisting(() => this.departures.keep(this.partition, this.lease, id, departure, landed));
    this.left.set(id, rows.length);
    for (const row of rows) this.inTheAir.set(row._id, { row, departure: id });
    if (departure.later.length === 0) return;
    await this.insisting(() => this.ledger.insertMissing(departure.later));
    for (const { _id } of departure.later) this.land(_id);
  }

  has(id: string): boolean {
    return this.inTheAir.has(id);
  }

  /** The ledger has it. */
  land(id: string): void {
    const flight = this.inTheAir.get(id);
    if (!flight) return;
    this.inTheAir.delete(id);
    const left = (this.left.get(flight.departure) ?? 1) - 1;
    if (left > 0) this.left.set(flight.departure, left);
    else {
      this.left.delete(flight.departure);
      this.landed.push(flight.departure);
    }
  }

  /** Those that are about something, or go to somebody. */
  matching(wanted: (row: WebhookDelivery) => boolean): WebhookDelivery[] {
    return [...this.inTheAir.values()].map(({ row }) => row).filter(wanted);
  }

  /** Forgets departures whose rows are all written, where no other takes them along. */
  async tidy(): Promise<void> {
    if (this.landed.length === 0) return;
    const landed = this.landed;
    this.landed = [];
    await this.departures.keep(this.partition, this.lease, null, null, landed).catch((error: unknown) => {
      this.landed.push(...landed);
      throw error;
    });
  }

  private async insisting(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!isDatabaseAway(error) || this.over.aborted) throw error;
        await pause(againAfterMs);
      }
    }
  }
}
