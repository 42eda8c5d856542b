import { Injectable, Logger } from '@nestjs/common';
import { delayedByDoubt, type MailDelivery } from '../mail-delivery.ts';
import { FlightLogRepository, type StoredFlights } from './flight-log.repository.ts';
import { MailRows } from './mail-rows.ts';

/**
 * Puts right what a process left that was not heard of for too long: what its log says was taken is marked so; what was
 * in the air is in doubt, and sent again with the same bytes; the rest never left, and is anybody's once its log is gone.
 * Done twice, or by two at once, it changes nothing more.
 */
@Injectable()
export class TakeOver {
  private readonly logger = new Logger(TakeOver.name);

  constructor(
    private readonly rows: MailRows,
    private readonly flights: FlightLogRepository,
  ) {}

  /** @param own our own log, which we are writing */
  async lapsed(now: Date, own: string | null): Promise<void> {
    for (const log of await this.flights.takeLapsed(now, own)) await this.settle(log, now);
    for (const row of await this.rows.leftInTheAir(now)) await this.rows.landAgain(row, inDoubt(row, now));
  }

  private async settle({ _id: claim, landed, flying }: StoredFlights, now: Date): Promise<void> {
    await this.rows.sent(claim, landed, now);
    const doubted = await this.rows.allReserved(claim, flying);
    for (const row of doubted) await this.rows.mark(claim, row._id, inDoubt(row, now));
    if (doubted.length) this.logger.warn({ msg: 'mails in doubt', rows: doubted.map(({ _id }) => _id) });
    await this.flights.remove(claim);
  }
}

const inDoubt = (row: MailDelivery, now: Date): Partial<MailDelivery> => {
  const doubted = { ...row, inDoubt: true, doubts: (row.doubts ?? 0) + 1, attempts: row.attempts + 1 };
  const { doubts, attempts } = doubted;
  return { inDoubt: true, doubts, attempts, ...(delayedByDoubt(doubted, now) ?? { state: 'pending', dueAt: now }) };
};
