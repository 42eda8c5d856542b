import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { filter, line } from '#contracts';
import { newId } from '#persistence';
import { personOf } from '../../ledger/ledger.ts';
import { checkDay, rhythmFields } from './rhythm.ts';
import { SubscriberRepository } from './subscriber.repository.ts';
import {
  alreadyWished,
  asking,
  type Changes,
  confirming,
  type Said,
  type Subscriber,
  type Wish,
} from './subscriber.ts';
import { SuppressionRepository } from './suppression.repository.ts';

/** Where and when somebody agreed to receive this by mail, in which words: without it nobody is brought in. */
const consent = z.strictObject({ givenAt: z.iso.datetime({ offset: true }), words: line(500), source: line(500) });
const row = z
  .strictObject({ email: z.email().max(254), ...rhythmFields, filter: filter.default({}), consent })
  .check(checkDay as never);
export const subscriberImport = z.strictObject({
  dryRun: z.boolean().default(false),
  items: z.array(row).min(1).max(1_000),
});
export type SubscriberImport = z.output<typeof subscriberImport>;
type Row = SubscriberImport['items'][number];

/** What became of a row: somebody whom we must not write to stays away, whatever the list says. */
export type ImportOutcome = 'added' | 'already' | 'suppressed' | 'in-future';

/** Brings in people who agreed elsewhere, each with the proof of it. */
@Injectable()
export class ImportSubscribers {
  constructor(
    private readonly subscribers: SubscriberRepository,
    private readonly suppressions: SuppressionRepository,
  ) {}

  async execute({ items, dryRun }: SubscriberImport, now: Date) {
    const outcomes: ImportOutcome[] = [];
    for (const item of items) outcomes.push(await this.bring(item, dryRun, now));
    const count = (wanted: ImportOutcome) => outcomes.filter((outcome) => outcome === wanted).length;
    return {
      dryRun,
      added: count('added'),
      already: count('already'),
      suppressed: count('suppressed'),
      refused: count('in-future'),
      // By place in the list: the answer repeats no address.
      rows: outcomes.map((outcome, index) => ({ row: index, outcome })),
    };
  }

  private async bring({ email, consent: given, ...wish }: Row, dryRun: boolean, now: Date): Promise<ImportOutcome> {
    const person = personOf(email);
    if (new Date(given.givenAt) > now) return 'in-future';
    if (await this.suppressions.find(person)) return 'suppressed';
    const known = dryRun ? await this.subscribers.find(person) : await this.subscribers.findOrMake(person, email, now);
    if (known && isSettled(known, wish)) return 'already';
    if (dryRun) return 'added';
    const proof = `${given.givenAt}, ${given.source} : ${given.words}`;
    await this.subscribers.change(
      () => this.subscribers.find(person),
      (found) => (isSettled(found, wish) ? null : brought(found, wish, now, { via: 'import', proof })),
    );
    return 'added';
  }
}

/** They have it, or left it here: what they said to us counts more than any list. */
const isSettled = (person: Subscriber, wish: Wish): boolean => {
  const known = alreadyWished(person, wish);
  return known !== undefined && known.status !== 'pending';
};

const brought = (person: Subscriber, wish: Wish, now: Date, said: Said): Changes | null => {
  const asked = { ...person, ...asking(person, wish, newId(), now, said) };
  const subscription = alreadyWished(asked, wish);
  return subscription ? confirming(asked, subscription, now, said) : null;
};
