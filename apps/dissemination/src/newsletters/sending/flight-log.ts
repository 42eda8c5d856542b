import { newId, Together } from '#persistence';
import { claimMs } from '../mail-delivery.ts';
import type { FlightLogRepository } from './flight-log.repository.ts';

/**
 * What this process has in the air, written down before it leaves: one write for all mails that leave at that moment, in
 * place of two for each. Whoever finds the log of a process that died knows of every row whether its mail left, never did, or
 * is in doubt: one for each worker, at most.
 */
export class FlightLog {
  private id: string | null = null;
  private opening: Promise<string> | undefined;
  private readonly flying = new Set<string>();
  private readonly landed = new Set<string>();
  private readonly writes = new Together<void, boolean>(async (asked) => {
    const isOurs = await this.write();
    return asked.map(() => isOurs);
  });

  constructor(private readonly flights: FlightLogRepository) {}

  /** What rows that we reserve carry; null while we have reserved none, or since somebody took over what we had. */
  get claim(): string | null {
    return this.id;
  }

  /** There before any row carries it: a claim without a log is nobody's. */
  async open(): Promise<string> {
    this.opening ??= this.openNew().finally(() => {
      this.opening = undefined;
    });
    return this.id ?? this.opening;
  }

  /** Before its mail is handed over. @returns whether it may be: false when this log was taken over meanwhile */
  async takeOff(row: string): Promise<boolean> {
    this.flying.add(row);
    try {
      return await this.writes.ask();
    } catch (error) {
      this.flying.delete(row);
      throw error;
    }
  }

  /** Its mail was taken. Said with the next that takes off, until its row says so. */
  land(row: string): void {
    if (this.flying.delete(row)) this.landed.add(row);
  }

  /** Nothing of it depends on this log any more. */
  forget(rows: Iterable<string>): void {
    for (const row of rows) {
      this.flying.delete(row);
      this.landed.delete(row);
    }
  }

  /** We are alive. */
  async keepUp(): Promise<void> {
    if (this.id) await this.writes.ask();
  }

  /** When nothing depends on it. */
  async close(): Promise<void> {
    const { id } = this;
    if (!id || this.flying.size > 0 || this.landed.size > 0) return;
    this.id = null;
    await this.flights.remove(id);
  }

  private async openNew(): Promise<string> {
    if (this.id) return this.id;
    const id = newId();
    await this.flights.open(id, inTime());
    this.id = id;
    return id;
  }

  private async write(): Promise<boolean> {
    const { id } = this;
    if (!id) return false;
    const [flying, landed] = [[...this.flying], [...this.landed]];
    const isOurs = await this.flights.write({ _id: id, until: inTime(), flying, landed });
    if (!isOurs) this.lose();
    return isOurs;
  }

  /** What it said is in other hands. */
  private lose(): void {
    this.id = null;
    this.flying.clear();
    this.landed.clear();
  }
}

const inTime = (): Date => new Date(Date.now() + claimMs);
