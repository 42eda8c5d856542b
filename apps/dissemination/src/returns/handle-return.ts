import { Injectable, Logger } from '@nestjs/common';
import { digest } from '#persistence';
import { SuppressionRepository } from '../newsletters/subscribers/suppression.repository.ts';
import { BounceRepository } from './bounce.repository.ts';
import { severityOf, softLimit } from './bounce.ts';
import { readReturn } from './read-return.ts';
import { Readers } from './readers.ts';
import { type ReturnAddress, ReturnAddresses } from './return-addresses.ts';

/**
 * Does what a mail that came back asks for: one hard bounce, soft ones on three days in fourteen, or one complaint, and the
 * address is not written to again; a mail to the address for leaving leaves. Twice the same changes nothing more.
 */
@Injectable()
export class HandleReturn {
  private readonly logger = new Logger(HandleReturn.name);

  constructor(
    private readonly addresses: ReturnAddresses,
    private readonly readers: Readers,
    private readonly suppressions: SuppressionRepository,
    private readonly bounces: BounceRepository,
  ) {}

  /**
   * @param to the address of ours that it was sent to; null for the bare mailbox: a report says inside whom it is about
   * @returns `words` when it says nothing to a program: a person may want to read it
   */
  async execute(to: ReturnAddress | null, raw: Buffer, now: Date): Promise<'done' | 'words'> {
    const told = to ?? this.addresses.find(raw.toString('latin1').replace(/=\r?\n/g, ''));
    if (!told) return 'words';
    const returned = await readReturn(raw);
    if (returned.what === 'complaint') await this.complained(told.recipient, now);
    if (returned.what === 'bounce') await this.bounced(told.recipient, returned.status, digest(raw), now);
    // An answer to a bounce address is an autoresponder's: only what was written to the address for leaving counts.
    if (returned.what === 'mail' && to?.purpose === 'leave') await this.readers.leave(told.recipient, now);
    return to || returned.what !== 'mail' ? 'done' : 'words';
  }

  /** @param report the same for the same refusal */
  async bounced(recipient: string, status: string, report: string, now: Date): Promise<void> {
    const person = await this.readers.person(recipient);
    if (!person) return;
    const days = severityOf(status) === 'hard' ? softLimit : await this.bounces.count(person, report, status, now);
    if (days >= softLimit) await this.suppress(person, 'bounced', now, status);
  }

  private async complained(recipient: string, now: Date): Promise<void> {
    if (await this.readers.isList(recipient)) {
      this.logger.warn({ msg: 'a reader of a mailing list complained', recipient });
      return;
    }
    const person = await this.readers.person(recipient);
    await this.readers.leave(recipient, now);
    // Last: of several reasons the last one counts, and who merely left is still told of what they take part in.
    if (person) await this.suppress(person, 'complained', now);
  }

  private async suppress(person: string, reason: 'bounced' | 'complained', now: Date, status?: string): Promise<void> {
    this.logger.warn({ msg: 'address not written to any more', person, reason, status });
    await this.suppressions.add(person, reason, now);
  }
}
