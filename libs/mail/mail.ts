/** A mail ready to go. Everything that could differ between two attempts is given, so that they are the same bytes. */
export interface Mail {
  /** Unique per recipient, the same at each attempt; without angle brackets. */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly date: Date;
  readonly list?: MailingList | undefined;
  /** Where it comes back to when it cannot be delivered (VERP): says who it was for. Without it, to who sends. */
  readonly returnPath?: string | undefined;
  /** What kind of mail it is, in a word: mailbox providers count complaints by it, and learn of nobody. */
  readonly kind?: string | undefined;
  /**
   * Mails that say the same here differ in nothing but `messageId`, `to`, `returnPath` and the two ways to leave; in their
   * words, `ownLink` stands for the address to leave. They are composed once.
   */
  readonly sameAs?: string | undefined;
}

/** What makes a mail part of a list that one can leave (RFC 2369, RFC 2919, RFC 8058). */
export interface MailingList {
  /** `List-Id`: stable for ever. */
  readonly id: string;
  readonly name: string;
  /** Leaves at once by a POST; a GET only shows a page. */
  readonly unsubscribeUrl: string;
  /** A mail to it leaves as well; whatever it says. */
  readonly unsubscribeMailbox?: string | undefined;
  /** Where what was sent before can be read, when everybody may. */
  readonly archiveUrl?: string | undefined;
  readonly helpUrl: string;
}

/** How handing a mail over ended, and so what happens next: nothing, another attempt, or giving up. */
export type HandOver =
  | { readonly outcome: 'accepted'; readonly response: string }
  | {
      readonly outcome: 'deferred';
      readonly reason: string;
      /** The connection ended without a reply: the server may have taken it all the same. */
      readonly isInDoubt?: boolean;
      /** The server said so of this mail (a 4xx reply): others to that domain may hear the same. */
      readonly isReply?: boolean;
    }
  | { readonly outcome: 'refused'; readonly reason: string };
