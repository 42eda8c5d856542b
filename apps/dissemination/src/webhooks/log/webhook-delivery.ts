import { type Delivery, deliveryId } from '../../ledger/ledger.ts';
import { factsOf } from '../events/event-types.ts';

/** How one attempt went. The answer is shown to the endpoint's owner only. */
export interface Attempt {
  readonly at: Date;
  readonly status: number | null;
  readonly latencyMs: number;
  /** The beginning of the answer, as text. */
  readonly answer: string | null;
  readonly error: string | null;
  /** Asked for by its owner. */
  readonly manual?: boolean | undefined;
}

/** A webhook in the ledger. */
export interface WebhookDelivery extends Delivery {
  readonly channel: 'webhook';
  readonly type: string;
  readonly partition: number;
  /** The lease under which it is being sent: a later holder takes over what an earlier one left. */
  readonly fence: number;
  /** Counts what this endpoint gets, in order; the same at each attempt. None for what its owner asked for: a ping, a test. */
  readonly sequence?: number;
  /** Of what it is about, for whoever reads the log. */
  readonly title?: string;
  /** Something older about the same thing was not sent yet: it goes first. */
  readonly follows?: boolean;
  /** Told with others at the hour that a chat has. */
  readonly gathered?: boolean;
  /** Its owner asked for the attempt that comes. */
  readonly manual?: boolean;
  /** Attempts before the schedule began anew, when it was asked for again. */
  readonly earlierAttempts?: number;
  readonly log: readonly Attempt[];
}

/** Sent again from the beginning of the schedule: no attempt that was made is forgotten. */
export const againFrom = (now: Date, more: object = {}) => [
  {
    $set: {
      state: 'pending',
      dueAt: now,
      earlierAttempts: { $add: [{ $ifNull: ['$earlierAttempts', 0] }, '$attempts'] },
      attempts: 0,
      ...more,
    },
  },
];

/** The receiver's `webhook-id`, and the delivery's public id: the same for every attempt. Standard Webhooks forbids dots. */
export const webhookId = ({ cause, recipient }: Pick<Delivery, 'cause' | 'recipient'>): string =>
  `${cause}_${recipient}`;

export const deliveryOfWebhookId = (id: string): string | null => {
  const [cause, recipient, ...rest] = id.split('_');
  return cause && recipient && rest.length === 0 ? deliveryId(cause, 'webhook', recipient) : null;
};

/** The delivery, as its owner sees it. @param restsUntil until when nothing is sent to its endpoint. */
export const deliveryView = (row: WebhookDelivery, restsUntil: Date | null = null) => ({
  id: webhookId(row),
  type: row.type,
  title: row.title ?? null,
  sequence: row.sequence ?? null,
  status: row.state,
  attempts: (row.earlierAttempts ?? 0) + row.attempts,
  log: row.log.map(({ at, manual, ...rest }) => ({ at: at.toISOString(), ...rest, manual: manual ?? false })),
  nextAttemptAt: row.state === 'pending' ? nextAttempt(row, restsUntil).toISOString() : null,
  createdAt: row.createdAt.toISOString(),
  resource: row.resource && isAboutResource(row.type) ? { id: row.resource, version: row.version ?? null } : null,
});

/** What its owner asks for does not wait for the end of a rest. */
const nextAttempt = ({ dueAt, manual, sequence }: WebhookDelivery, restsUntil: Date | null): Date =>
  restsUntil && restsUntil > dueAt && !manual && sequence !== undefined ? restsUntil : dueAt;

const isAboutResource = (type: string): boolean =>
  type.startsWith('resource.') || factsOf(type)?.audience === 'producer';
