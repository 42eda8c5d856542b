import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Database, isDatabaseAway, isDuplicateKey } from '#persistence';
import { frenchDate } from '#taxonomy';
import { AnnouncementRepository } from '../../catalogue/announcement.repository.ts';
import { PublicOrigin } from '../../public-origin.ts';
import { nextDigestAt, slotDay } from '../subscribers/rhythm.ts';
import { IssueRepository } from './issue.repository.ts';
import { type Issue, issueOf } from './issue.ts';

type LetterFrequency = 'weekly' | 'monthly';

const everyMs = 60_000;
const timeZone = 'Europe/Paris';
const dayMs = 24 * 3600_000;
const mostInLetter = 60;
/** How far back the archive goes when it begins: as many letters of each kind. */
const lookBack: Readonly<Record<LetterFrequency, number>> = { weekly: 8, monthly: 12 };
/** Of the day when the letter leaves; one that is older only says what was said. */
const freshMs = dayMs;
/** What was told until the hour is in the catalogue by then. */
const graceMs = 60_000;

/** Keeps what the digests of each week and each month said, for everybody: the archive. */
@Injectable()
export class KeepLetters {
  private readonly logger = new Logger(KeepLetters.name);

  constructor(
    private readonly issues: IssueRepository,
    private readonly announcements: AnnouncementRepository,
    private readonly origin: PublicOrigin,
    private readonly database: Database,
  ) {}

  @Interval(everyMs)
  async onTime(): Promise<void> {
    await this.tick(new Date());
  }

  async tick(now: Date): Promise<void> {
    if (!this.database.isReady) return;
    try {
      for (const frequency of ['weekly', 'monthly'] as const) await this.keepAll(frequency, now);
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.error(error);
    }
  }

  private async keepAll(frequency: LetterFrequency, now: Date): Promise<void> {
    const slots = pastSlots(frequency, new Date(now.getTime() - graceMs));
    const ids = slots.map((slot) => issueOf(frequency, slotDay(slot, timeZone)));
    const known = await this.issues.known(ids);
    for (const [index, slot] of slots.entries()) {
      const [id = '', from] = [ids[index], slots[index - 1]];
      if (from && !known.has(id)) await this.keep(id, frequency, from, slot, now);
    }
  }

  private async keep(id: string, frequency: LetterFrequency, from: Date, until: Date, now: Date): Promise<void> {
    const told = await this.announcements.newest({}, mostInLetter, { from, until });
    const content = [...new Map(told.map(({ resource }) => [resource.id, resource])).values()];
    if (content.length === 0) return;
    const isFresh = now.getTime() - until.getTime() < freshMs;
    const issue: Omit<Issue, 'v'> = {
      _id: id,
      frequency,
      status: isFresh ? 'sending' : 'sent',
      title: titleOf(frequency, until),
      introduction: [],
      resources: content.map((resource) => resource.id),
      content: content.map((resource) => this.origin.resource(resource)),
      author: null,
      approvedBy: null,
      createdAt: now,
      issuedAt: until,
      plannedAt: now,
      stopReason: null,
    };
    await this.issues.store.insert(issue, now).catch((error: unknown) => {
      // Another instance kept it.
      if (!isDuplicateKey(error)) throw error;
    });
  }
}

const titleOf = (frequency: LetterFrequency, at: Date): string =>
  `Lettre ${frequency === 'weekly' ? 'de la semaine' : 'du mois'}, ${frenchDate(at)}`;

/** The hours at which letters left, the oldest first; one more than are kept, for the first to begin at. */
const pastSlots = (frequency: LetterFrequency, now: Date): Date[] => {
  const days = lookBack[frequency] * (frequency === 'weekly' ? 7 : 31) + 31;
  const rhythm = { frequency, at: { day: 1, hour: 8, timeZone } };
  const slots: Date[] = [];
  for (let at = new Date(now.getTime() - days * dayMs); ; ) {
    const next = nextDigestAt(rhythm, at);
    if (!next || next > now) break;
    slots.push(next);
    at = next;
  }
  return slots.slice(-(lookBack[frequency] + 1));
};
