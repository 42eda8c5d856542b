import type { Facts } from './words.ts';

/** Something that a person is to be told in their digest; kept for as long as what was sent can be read. */
export interface Notice {
  /** The same for the same thing, whoever asked for it. */
  readonly _id: string;
  readonly person: string;
  readonly kind: string;
  readonly facts: Facts;
  readonly askedAt: Date;
  /** The row of the ledger that it goes with; null while it waits. */
  readonly digest: string | null;
}

/** Decided once for each version: said to the author by one service and to the network by another, heard once. */
const onceEach = ['contribution.published', 'contribution.changes_requested', 'contribution.declined'];

export const noticeId = (event: string, person: string, kind: string, facts: Facts): string =>
  onceEach.includes(kind) ? [kind, facts.contributionId, facts.version, person].join('|') : `${event}|${person}`;
