import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { canonicalQuery, matches } from '#contracts';
import { Database } from '#persistence';
import { AnnouncementRepository } from '../catalogue/announcement.repository.ts';
import type { Announcement } from '../catalogue/announcement.ts';
import { CatalogueRepository } from '../catalogue/catalogue.repository.ts';
import { CatalogueChanges } from '../catalogue/catalogue-changes.ts';
import { monthOf, periodOf } from '../catalogue/months.ts';
import { PublicOrigin } from '../public-origin.ts';
import { renderAtom } from './atom.ts';
import { ContentsOfChange } from './contents-of-change.ts';
import { DocumentCache } from './document-cache.ts';
import {
  type Feed,
  type FeedAsked,
  type FeedContent,
  type FeedFormat,
  feedFormats,
  feedLength,
  feedOf,
} from './feed.ts';
import { renderJsonFeed } from './json-feed.ts';
import { renderRss } from './rss.ts';
import type { Rendered, ServedDocument } from './served-document.ts';

/** Both keep what nobody follows from costing anything. */
const bounds = { documents: 1_000, bytes: 48 * 1024 * 1024 };
const archiveLength = 1_000;
/** The clocks of instances differ a little. */
const overlapMs = 5_000;
const mostChanged = 1_000;
const retryMs = 1_000;
/** The formats of a set are mostly rendered one after the other. */
const mostContents = 4;

const renderers: Record<FeedFormat, (feed: Feed) => string> = {
  rss: renderRss,
  atom: renderAtom,
  json: renderJsonFeed,
};

/** Feeds as bytes: asking for a known one costs no look-up, and a change renders again only those that it concerns. */
@Injectable()
export class FeedCache implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(FeedCache.name);
  private readonly documents = new DocumentCache<FeedAsked>((asked, change) => this.render(asked, change), bounds);
  private readonly contents = new ContentsOfChange<FeedContent>(mostContents);
  private readUntil = new Date();
  private epoch: number | undefined;
  private seen = new Map<string, number>();
  private looking: Promise<void> | undefined;
  private isBehind = false;
  private isClosing = false;

  constructor(
    private readonly announcements: AnnouncementRepository,
    private readonly catalogue: CatalogueRepository,
    private readonly origin: PublicOrigin,
    private readonly database: Database,
    changes: CatalogueChanges,
  ) {
    changes.on(() => this.follow());
  }

  /** The feeds that everybody asks for are there before the first reader, and before the database goes away. */
  onApplicationBootstrap(): void {
    void this.database.ready
      .then(() => Promise.all(feedFormats.map((format) => this.get({ format, filter: {} }))))
      .catch((error: unknown) => this.logger.warn({ error, msg: 'no feed yet' }));
  }

  onApplicationShutdown(): void {
    this.isClosing = true;
    this.documents.close();
  }

  /** @throws a driver error when the database is away and this feed was never rendered here. */
  async get(asked: FeedAsked, key = feedKey(asked)): Promise<ServedDocument> {
    return this.documents.get(key, asked);
  }

  /** What is there already, and nothing else. */
  kept(key: string): ServedDocument | undefined {
    return this.documents.kept(key);
  }

  private follow(): void {
    this.isBehind = true;
    this.looking ??= this.lookForChanges().finally(() => {
      this.looking = undefined;
    });
  }

  private async lookForChanges(): Promise<void> {
    while (this.isBehind) {
      this.isBehind = false;
      try {
        const changed = await this.changedSinceLast();
        if (changed === null) this.documents.refresh(() => true);
        else if (changed.length) this.documents.refresh((asked) => changed.some((each) => concerns(each, asked)));
      } catch (error) {
        this.logger.warn({ error, msg: 'what changed could not be read' });
        await pause(retryMs, undefined, { ref: false });
        this.isBehind = !this.isClosing;
      }
    }
  }

  /** Announcements written since the last look; null when everything was dropped, or too much changed to look at. */
  private async changedSinceLast(): Promise<Announcement[] | null> {
    const since = new Date(this.readUntil.getTime() - overlapMs);
    const [epoch, changed] = await Promise.all([
      this.catalogue.epoch(),
      this.announcements.changesSince(since, mostChanged),
    ]);
    const [latest] = changed;
    const unseen = changed.filter(({ _id, changedAt }) => this.seen.get(_id) !== changedAt.getTime());
    const isAnew = epoch !== this.epoch || changed.length === mostChanged;
    const fresh = isAnew ? null : await this.announcements.findAll(unseen.map(({ _id }) => _id));
    this.seen = new Map(changed.map(({ _id, changedAt }) => [_id, changedAt.getTime()]));
    if (latest && latest.changedAt > this.readUntil) this.readUntil = latest.changedAt;
    this.epoch = epoch;
    return fresh;
  }

  private async render(asked: FeedAsked, change: number): Promise<Rendered> {
    const set = `${asked.archive ?? ''} ${canonicalQuery(asked.filter)}`;
    return this.rendered(asked, await this.contents.of(change, set, () => this.contentOf(asked)));
  }

  /** As of this moment, whatever is kept. */
  async renderNow(asked: FeedAsked): Promise<Rendered> {
    return this.rendered(asked, await this.contentOf(asked));
  }

  private rendered(asked: FeedAsked, content: FeedContent): Rendered {
    const feed = feedOf(this.origin, asked, content);
    return { text: renderers[asked.format](feed), changedAt: content.lastChange?.writtenAt ?? feed.updatedAt };
  }

  private async contentOf({ filter, archive }: FeedAsked): Promise<FeedContent> {
    const period = archive ? periodOf(archive) : undefined;
    const [announcements, buried, lastChange, around] = await Promise.all([
      this.announcements.newest(filter, archive ? archiveLength : feedLength, period),
      this.announcements.buried(filter, feedLength, period),
      this.announcements.lastChange(filter, period),
      period ? this.announcements.around(filter, period) : undefined,
    ]);
    // Archives go by months: the feed itself goes on with the one in which its oldest item is.
    const oldest = announcements.length === feedLength ? announcements.at(-1) : undefined;
    const [before, after] = period ? [around?.before, around?.after] : [oldest, null];
    return {
      announcements,
      buried,
      lastChange,
      previousMonth: before ? monthOf(before.at) : null,
      nextMonth: after ? monthOf(after.at) : null,
    };
  }
}

/** One for each set, whatever the order in which its filter was written. */
export const feedKey = ({ format, archive = '', filter }: FeedAsked): string =>
  `${format} ${archive} ${canonicalQuery(filter)}`;

/** On the state before or after. */
const concerns = ({ resource, previous }: Announcement, { filter }: FeedAsked): boolean =>
  matches(filter, resource) || (previous !== undefined && matches(filter, previous.resource));
