import { SecretBox } from '#persistence';

/** What a mail to one of our addresses means. */
export type ReturnPurpose = 'bounce' | 'leave';

export interface ReturnAddress {
  readonly purpose: ReturnPurpose;
  /** Whom the mail was for, as the ledger names them: a subscription, or a member. */
  readonly recipient: string;
}

const letters = { bounce: 'b', leave: 'u' } as const;
const purposes = { b: 'bounce', u: 'leave' } as const;
const written = /^([bu])([0-9a-f]{32})([0-9a-f]{20})$/;

/**
 * Addresses of our own that say whom a mail was for (VERP): `retours+b<id><stamp>@essaim.example`. Stamped, so that nobody
 * else makes one; in lower case and at most 64 characters before the @ (RFC 5321 §4.5.3.1.1), so that every server passes
 * it on.
 */
export class ReturnAddresses {
  private readonly local: string;
  private readonly domain: string;
  private readonly ours: RegExp;

  /** @param mailbox where all of it arrives; null when nothing is to come back */
  constructor(
    private readonly box: SecretBox,
    readonly mailbox: string | null,
  ) {
    const [local = '', domain = ''] = mailbox?.toLowerCase().split('@') ?? [];
    this.local = local;
    this.domain = domain;
    this.ours = new RegExp(`${escaped(local)}\\+([0-9a-z]{53})@${escaped(domain)}`, 'gi');
  }

  /** Undefined when nothing is to come back, or the recipient has no id that an address can carry. */
  of(purpose: ReturnPurpose, recipient: string): string | undefined {
    const id = recipient.replaceAll('-', '').toLowerCase();
    if (!this.mailbox || !/^[0-9a-f]{32}$/.test(id)) return undefined;
    return `${this.local}+${letters[purpose]}${id}${this.box.stamp(`return-${purpose}`, id)}@${this.domain}`;
  }

  /** Null for anything that we did not make. */
  read(address: string): ReturnAddress | null {
    const [local = '', domain] = address.toLowerCase().split('@');
    const [, letter, id, stamp] =
      written.exec(local.startsWith(`${this.local}+`) ? local.slice(this.local.length + 1) : '') ?? [];
    if (!this.mailbox || domain !== this.domain || !letter || !id || !stamp) return null;
    const purpose = purposes[letter as keyof typeof purposes];
    return this.box.isStamp(`return-${purpose}`, id, stamp) ? { purpose, recipient: uuid(id) } : null;
  }

  /** The first address of ours in what came back: a report that was sent to no such address carries our mail. */
  find(text: string): ReturnAddress | null {
    for (const [address] of text.matchAll(this.ours)) {
      const found = this.read(address);
      if (found) return found;
    }
    return null;
  }

  /** Whether mail to it is for us. */
  takes(address: string): boolean {
    return address.toLowerCase() === `${this.local}@${this.domain}` || this.read(address) !== null;
  }
}

const escaped = (text: string): string => text.replace(/[^\w]/g, '\\$&');
const uuid = (id: string): string => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
