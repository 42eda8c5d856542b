import MailComposer from 'nodemailer/lib/mail-composer';
import { encode, wrap } from 'nodemailer/lib/qp';
import type { Mail } from './mail.ts';
import { addressOf } from './mailbox.ts';
import { composed, type Writing } from './write-mail.ts';

/**
 * What stands in the words of a mail for its reader's own link to leave, so that these words are the same for many
 * (`sameAs`). Nothing that a template would escape.
 */
export const ownLink = 'https://own.link.invalid/newsletters/unsubscribe';

/** Kept for letters that are on their way; there are never many at a time. */
const mostForms = 16;

/** Stand in the header for what is each reader's own; no encoding and no folding touches them. */
const own = {
  messageId: 'own-message-id@own.invalid',
  to: 'own-reader@own.invalid',
  unsubscribeUrl: ownLink,
  unsubscribeMailbox: 'own-mailbox@own.invalid',
} as const;
type Own = keyof typeof own;

/** The bytes of a mail, and between whom servers pass it on. */
export interface RawMail {
  readonly envelope: { readonly from: string; readonly to: string };
  readonly raw: Buffer;
}

/** RFC 2045 §6.7 allows 76 characters: one is left for the soft break before what is filled in. */
const widest = 75;

/**
 * A mail composed once for all who get the same words: for each of them only what is their own is filled in (about a
 * fifth of what composing costs). The words are encoded in pieces, so that no line is broken inside a link.
 */
export class MailForm {
  private readonly header: readonly string[];
  private readonly text: readonly string[];
  private readonly html: readonly string[];
  private readonly boundary: string;
  private readonly from: string;

  constructor(writing: Writing, mail: Mail) {
    this.from = addressOf(writing.from);
    // Where words are shared, so is what sets their parts apart.
    const seed = mail.sameAs ?? mail.messageId;
    const header = new MailComposer(composed(writing, { ...mail, ...ownOf(mail), text: ' ', html: ' ' }, seed))
      .compile()
      .buildHeaders();
    this.boundary = /boundary="([^"]+)"/.exec(header)?.[1] ?? '';
    // In turn: what is the same for all, and the name of what is not.
    this.header = header.split(marks).map((piece) => names.get(piece) ?? piece);
    this.text = pieces(mail.text);
    this.html = pieces(mail.html);
  }

  /** The mail of one reader: the same bytes each time that it is asked for. */
  fill({ messageId, to, returnPath, list }: Mail): RawMail {
    const given: Record<Own, string> = {
      messageId,
      to,
      unsubscribeUrl: list?.unsubscribeUrl ?? '',
      unsubscribeMailbox: list?.unsubscribeMailbox ?? '',
    };
    const header = this.header.map((piece, index) => (index % 2 ? given[piece as Own] : piece)).join('');
    const link = `=\r\n${wrap(encode(given.unsubscribeUrl), widest)}=\r\n`;
    const part = (type: string, words: readonly string[]) =>
      `--${this.boundary}\r\nContent-Type: text/${type}; charset=utf-8\r\n` +
      `Content-Transfer-Encoding: quoted-printable\r\n\r\n${words.join(link)}\r\n`;
    const body = `${part('plain', this.text)}${part('html', this.html)}--${this.boundary}--\r\n`;
    return { envelope: { from: returnPath ?? this.from, to }, raw: Buffer.from(`${header}\r\n\r\n${body}`, 'latin1') };
  }
}

const names: ReadonlyMap<string, string> = new Map(Object.entries(own).map(([name, mark]) => [mark, name]));
const marks = new RegExp(
  `(${Object.values(own)
    .map((mark) => mark.replaceAll('.', '\\.'))
    .join('|')})`,
);

const ownOf = ({ list }: Mail): Partial<Mail> => ({
  messageId: own.messageId,
  to: own.to,
  list: list && {
    ...list,
    unsubscribeUrl: own.unsubscribeUrl,
    unsubscribeMailbox: list.unsubscribeMailbox && own.unsubscribeMailbox,
  },
});

const pieces = (words: string): string[] =>
  words
    .replace(/\r?\n/g, '\r\n')
    .split(ownLink)
    .map((piece) => wrap(encode(piece), widest));

/** Composes each letter once, however many get it. */
export class MailForms {
  private readonly forms = new Map<string, MailForm>();

  constructor(private readonly writing: Writing) {}

  write(mail: Mail): RawMail {
    return this.formOf(mail).fill(mail);
  }

  private formOf(mail: Mail): MailForm {
    const known = mail.sameAs ? this.forms.get(mail.sameAs) : undefined;
    const form = known ?? new MailForm(this.writing, mail);
    if (!mail.sameAs || known) return form;
    if (this.forms.size >= mostForms) this.forms.clear();
    this.forms.set(mail.sameAs, form);
    return form;
  }
}
