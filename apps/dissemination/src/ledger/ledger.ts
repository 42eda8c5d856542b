import { createHash } from 'node:crypto';

/** Why something is sent: an event, a request of somebody, a slot. Its id begins the id of every row it causes. */
export interface Cause {
  /** An event id, or a word and an id: `ping-…`, `confirm-…`. Unique for ever. */
  readonly _id: string;
  /** What the receiver reads as `type`. */
  readonly type: string;
  readonly occurredAt: string;
  /** The payload as JSON text, stored once: every attempt to everyone sends these very bytes. */
  readonly data: string;
  /** When other words took the place of the first. */
  readonly rewordedAt?: Date | undefined;
  /** Why it is kept without its words, and sent to nobody any more: they carried a name that was taken off since. */
  readonly withheld?: 'name-removed' | undefined;
}

/** How long what was sent can be read and sent again. */
export const retentionDays = 90;

export type Channel = 'mail' | 'webhook' | 'websub';

/**
 * | state     | what happens next                                                      |
 * |-----------|------------------------------------------------------------------------|
 * | pending   | sent when `dueAt` has come; of mails also those that are being sent    |
 * | held      | waits until its endpoint is active                                     |
 * | sending   | being sent; when `dueAt` passes before the mark, sent again, in doubt  |
 * | sent      | done: the other side took it                                           |
 * | failed    | given up; only a person sends it again                                 |
 * | cancelled | nobody wants it any more                                               |
 */
export type DeliveryState = 'pending' | 'held' | 'sending' | 'sent' | 'failed' | 'cancelled';

/** One thing for one recipient over one channel: claimed before it is sent, marked after. */
export interface Delivery {
  /** `cause|channel|recipient`: the unique key that makes sending twice impossible. */
  readonly _id: string;
  readonly channel: Channel;
  readonly cause: string;
  /** A subscription, or an endpoint. */
  readonly recipient: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly doneAt?: Date | undefined;
  /** What was sent before the claim lapsed may have arrived: nobody can know. */
  readonly inDoubt?: boolean | undefined;
  readonly resource?: string | undefined;
  readonly version?: number | undefined;
}

/** Mails and webhooks of one event do not say the same: each keeps its own words. */
export const mailCauseId = (cause: string): string => `mail-${cause}`;

export const deliveryId = (cause: string, channel: Channel, recipient: string): string =>
  `${cause}|${channel}|${recipient}`;

/** SHA-256 of an address, lower case: tells people apart without keeping who they are. */
export const personOf = (email: string): string =>
  createHash('sha256').update(email.trim().toLowerCase()).digest('base64url');
