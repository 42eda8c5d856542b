import { deliveryId } from '../../ledger/ledger.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';

type Subject = Pick<WebhookDelivery, 'cause' | 'type' | 'resource' | 'version' | 'title'>;

/**
 * Rows that were given their numbers and are being sent, before the ledger has them: enough to write each, should their
 * holder die meanwhile. One document for many rows, so that a delivery costs one row, written when it ended.
 */
export interface Departure {
  readonly at: Date;
  readonly about: readonly Subject[];
  readonly to: readonly (readonly [about: number, recipient: string, sequence: number])[];
  /** What is not sent at once: whole, and in the ledger before long. */
  readonly later: readonly WebhookDelivery[];
}

/** @param later ids of rows that are not sent at once. */
export const departureOf = (rows: readonly WebhookDelivery[], later: ReadonlySet<string>, at: Date): Departure => {
  const subjects = new Map<string, number>();
  const about: Subject[] = [];
  const to: [number, string, number][] = [];
  for (const { _id, cause, type, resource, version, title, recipient, sequence = 0 } of rows) {
    if (later.has(_id)) continue;
    const known = subjects.get(cause);
    if (known === undefined) {
      subjects.set(cause, about.length);
      about.push({ cause, type, resource, ...(version === undefined ? {} : { version }), ...(title ? { title } : {}) });
    }
    to.push([known ?? about.length - 1, recipient, sequence]);
  }
  return { at, about, to, later: rows.filter(({ _id }) => later.has(_id)) };
};

/** The rows that a departure stands for, for a holder that has to send them. */
export const rowsIn = (departure: Departure, partition: number, fence: number): WebhookDelivery[] => {
  const sent = departure.to.flatMap(([index, recipient, sequence]): WebhookDelivery[] => {
    const subject = departure.about[index];
    if (!subject) return [];
    return [
      {
        _id: deliveryId(subject.cause, 'webhook', recipient),
        channel: 'webhook',
        ...subject,
        recipient,
        state: 'pending',
        attempts: 0,
        dueAt: new Date(),
        createdAt: departure.at,
        partition,
        fence,
        sequence,
        log: [],
      },
    ];
  });
  return [...sent, ...departure.later.map((row) => ({ ...row, fence }))];
};
