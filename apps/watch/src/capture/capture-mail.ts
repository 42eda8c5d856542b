import { Injectable } from '@nestjs/common';
import { simpleParser } from 'mailparser';
import { Problem } from '#platform';
import type { Item } from '../items/item.ts';
import { plainLine, plainText } from '../reading/plain-text.ts';
import type { Entry } from '../reading/reading.ts';
import { CaptureItem } from './capture-item.ts';

const byMail = 'courriel';

export class UnreadableMail extends Problem {
  constructor() {
    super('unreadable-mail', 422, {
      fr: 'Envoyez un courriel entier (message/rfc822), avec un objet ou un texte.',
      en: 'Send a whole message (message/rfc822), with a subject or a text.',
    });
  }
}

/** A newsletter that was forwarded comes to the desk: what it says, not who sent it. Attachments are not kept. */
@Injectable()
export class CaptureMail {
  constructor(private readonly captureItem: CaptureItem) {}

  /** @throws UnreadableMail */
  async execute(message: Buffer, now: Date): Promise<Item> {
    const { subject, text, html, messageId, date } = await simpleParser(message, {
      skipImageLinks: true,
      skipTextToHtml: true,
    }).catch(() => {
      throw new UnreadableMail();
    });
    const said = plainText(text?.trim() ? text : html || '');
    const title =
      plainLine(subject ?? '').replace(/^((re|fw|fwd|tr)\s*:\s*)+/i, '') || said.split('\n')[0]?.slice(0, 200);
    if (!title) throw new UnreadableMail();
    const isDated = date && date.getTime() <= now.getTime() && date.getUTCFullYear() > 1990;
    const entry: Entry = {
      guid: messageId ?? null,
      url: null,
      title,
      text: said,
      publishedAt: isDated ? date.toISOString() : null,
      legalIds: [],
    };
    return this.captureItem.put(byMail, entry, {}, now);
  }
}
