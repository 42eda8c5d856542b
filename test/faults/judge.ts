import { createHash } from 'node:crypto';
import type { Audience } from './audience.ts';
import type { LedgerRow } from './ledger.ts';
import type { AcceptedMail, Receipt } from './receivers.ts';

/** All that is known of one resource after one scenario. The logs of those who receive come first. */
export interface Evidence {
  readonly resource: string;
  readonly audience: Audience;
  /** Everything ever received, whatever it was about. */
  readonly webhooks: readonly Receipt[];
  readonly mails: readonly AcceptedMail[];
  readonly rows: readonly LedgerRow[];
  /** The three feeds, as text. */
  readonly feeds: Readonly<Record<string, string>>;
  /** How often something was killed or paused meanwhile. */
  readonly strikes: number;
}

export interface Verdict {
  /** Webhooks that came once more. */
  readonly repeats: number;
  /** Mails that came once more. */
  readonly doubled: number;
  /** Mails that the ledger says may have come twice. */
  readonly inDoubt: number;
  /** What should never be; empty when all is well. */
  readonly faults: readonly string[];
}

/** What a kill may repeat: reliability.md, « Fan-out ». */
const repeatsPerStrike = 30;
/** One in doubt per mail worker. */
const mailWorkers = 10;

/** Whether everyone was told once, or so that they can tell. */
export const judge = (evidence: Evidence): Verdict => {
  const { resource, audience, rows, strikes } = evidence;
  const webhooks = evidence.webhooks.filter((receipt) => receipt.resource === resource);
  const mails = evidence.mails.filter((mail) => mail.resource === resource);
  const repeats = webhooks.length - new Set(webhooks.map(({ id }) => id)).size;
  const doubled = mails.length - new Set(mails.map(({ recipient }) => recipient)).size;
  const faults = [
    ...faultsOfWebhooks(webhooks, audience.receivers),
    ...faultsOfSequences(evidence.webhooks, audience.receivers),
    ...faultsOfMails(mails, audience.readers, rows),
    ...faultsOfRows(rows, audience),
    ...faultsOfFeeds(evidence.feeds, resource),
    ...(repeats > repeatsPerStrike * strikes ? [`${repeats} webhooks repeated`] : []),
    ...(doubled > mailWorkers * strikes ? [`${doubled} mails doubled`] : []),
  ];
  return { repeats, doubled, inDoubt: rows.filter(({ inDoubt }) => inDoubt).length, faults };
};

const faultsOfWebhooks = (receipts: readonly Receipt[], receivers: readonly string[]): string[] => {
  const byReceiver = Map.groupBy(receipts, ({ receiver }) => receiver);
  const byId = Map.groupBy(receipts, ({ id }) => id);
  const causes = distinct(receipts, ({ id }) => id.split('_')[0]);
  return [
    ...receivers.filter((receiver) => !byReceiver.has(receiver)).map((receiver) => `${receiver} got no webhook`),
    ...[...byReceiver.keys()].filter((name) => !receivers.includes(name)).map((name) => `${name} asked for nothing`),
    ...[...byReceiver].filter(([, all]) => distinct(all, ({ id }) => id) > 1).map(([name]) => `${name} got two ids`),
    ...[...byId].filter(([, all]) => distinct(all, ({ bodyHash }) => bodyHash) > 1).map(([id]) => `${id}: two bodies`),
    ...receipts.filter(({ verified }) => !verified).map(({ id }) => `${id} does not verify`),
    ...receipts.filter(({ type }) => type !== 'resource.published').map(({ id, type }) => `${id} says ${type}`),
    ...(causes > 1 ? [`published ${causes} times`] : []),
  ];
};

/** Over all that an endpoint ever got: 1, 2, 3 … and no number for two things. */
const faultsOfSequences = (receipts: readonly Receipt[], receivers: readonly string[]): string[] => {
  const numbered = receipts.filter(({ sequence }) => sequence > 0);
  const byReceiver = Map.groupBy(numbered, ({ receiver }) => receiver);
  return receivers.flatMap((receiver) => {
    const ids = Map.groupBy(byReceiver.get(receiver) ?? [], ({ sequence }) => sequence);
    const shared = [...ids].filter(([, all]) => distinct(all, ({ id }) => id) > 1);
    const gaps = Array.from({ length: Math.max(0, ...ids.keys()) }, (_, index) => index + 1).filter((n) => !ids.has(n));
    return [
      ...shared.map(([sequence]) => `${receiver}: number ${sequence} given twice`),
      ...gaps.map((sequence) => `${receiver}: number ${sequence} is missing`),
    ];
  });
};

const faultsOfMails = (mails: readonly AcceptedMail[], readers: readonly string[], rows: readonly LedgerRow[]) => {
  const byReader = Map.groupBy(mails, ({ recipient }) => recipient);
  const doubted = new Set(rows.filter(({ inDoubt }) => inDoubt).map(({ person }) => person));
  const messages = Map.groupBy(mails, ({ messageId }) => messageId);
  return [
    ...readers.filter((reader) => !byReader.has(reader)).map((reader) => `${reader} got no mail`),
    ...[...byReader.keys()].filter((name) => !readers.includes(name)).map((name) => `${name} asked for no mail`),
    ...[...byReader].flatMap(([reader, all]) => (all.length > 1 ? faultsOfDoubled(reader, all, doubted) : [])),
    ...[...messages].filter(([, all]) => distinct(all, ({ recipient }) => recipient) > 1).map(([id]) => `${id} shared`),
  ];
};

const faultsOfDoubled = (reader: string, all: readonly AcceptedMail[], doubted: ReadonlySet<string | undefined>) => [
  ...(all.length > 2 ? [`${reader} got ${all.length} mails`] : []),
  ...(distinct(all, ({ messageId }) => messageId) > 1 ? [`${reader}: two Message-IDs`] : []),
  ...(distinct(all, ({ rawHash }) => rawHash) > 1 ? [`${reader}: other bytes the second time`] : []),
  ...(doubted.has(personOf(reader)) ? [] : [`${reader}: doubled, and not said to be in doubt`]),
];

/** How the ledger knows people. */
export const personOf = (email: string): string => createHash('sha256').update(email).digest('base64url');

const faultsOfRows = (rows: readonly LedgerRow[], { receivers, readers }: Audience): string[] => [
  ...rows.filter(({ state }) => state !== 'sent').map(({ _id, state }) => `${_id} is ${state}`),
  ...(rows.length === receivers.length + readers.length ? [] : [`${rows.length} rows in the ledger`]),
];

const faultsOfFeeds = (feeds: Evidence['feeds'], resource: string): string[] =>
  Object.entries(feeds).flatMap(([format, text]) => {
    const times = text.split(`urn:essaim:${resource}:v1:published`).length - 1;
    return times === 1 ? [] : [`the ${format} feed has it ${times} times`];
  });

const distinct = <Item>(items: readonly Item[], value: (item: Item) => unknown): number =>
  new Set(items.map(value)).size;
