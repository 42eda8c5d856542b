import { done, until } from './api.ts';

/** A mail as MailDev's API gives it. */
export interface ReceivedMail {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly to: readonly { readonly address: string }[];
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Reads the mailbox of the demonstration. */
export class Mailbox {
  /** @param url of MailDev's page. */
  constructor(private readonly url: string) {}

  async to(address: string): Promise<readonly ReceivedMail[]> {
    const mails: readonly ReceivedMail[] = await done('GET', new URL('api/email', this.url).href);
    return mails.filter(({ to }) => to?.some((recipient) => recipient.address.toLowerCase() === address));
  }

  /** Waits for a mail to that address whose text contains some words. */
  async waitFor(address: string, words: string): Promise<ReceivedMail> {
    return until(`a mail to ${address}`, async () => (await this.to(address)).find(({ text }) => text.includes(words)));
  }
}
