import type { Moment } from './main-job.ts';
import type { AcceptedMail, MailReceivers, Receipt, WebhookReceivers } from './receivers.ts';

export interface When {
  readonly moment: Moment;
  /** In the fan-out: after so many receipts. */
  readonly afterReceipts: number;
  /** Otherwise: so long after the moment, while the job goes on. */
  readonly delayMs: number;
}

/** Does something once, when its moment has come, and tells how it went. */
export class Trigger {
  private readonly outcome = Promise.withResolvers<void>();
  private isPulled = false;
  private left: number;

  constructor(
    private readonly when: When,
    private readonly act: () => Promise<void>,
  ) {
    this.left = when.afterReceipts;
    // Whoever waits for the job first must not find it unhandled.
    this.outcome.promise.catch(() => undefined);
  }

  /** Resolves once it was done. */
  get done(): Promise<void> {
    return this.outcome.promise;
  }

  reached(moment: Moment): void {
    if (moment === this.when.moment && moment !== 'fan-out') setTimeout(() => this.pull(), this.when.delayMs);
  }

  /** Counts what is received from now on. */
  watch(webhooks: WebhookReceivers, mails: MailReceivers): void {
    webhooks.onReceipt = (receipt) => this.count(receipt);
    mails.onMail = (mail) => this.count(mail);
  }

  private count({ resource }: Receipt | AcceptedMail): void {
    if (resource === null || this.when.moment !== 'fan-out') return;
    this.left -= 1;
    if (this.left <= 0) this.pull();
  }

  private pull(): void {
    if (this.isPulled) return;
    this.isPulled = true;
    this.act().then(this.outcome.resolve, this.outcome.reject);
  }
}
