import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { canonicalQuery, type ResourceFilter } from '#contracts';
import { Database } from '#persistence';
import { AnnouncementRepository } from '../catalogue/announcement.repository.ts';
import { CatalogueChanges } from '../catalogue/catalogue-changes.ts';
import { PublicOrigin } from '../public-origin.ts';
import { renderAtom } from './atom.ts';
import { type Feed, type FeedFormat, feedFormats, feedLength, feedOf } from './feed.ts';
import { renderJsonFeed } from './json-feed.ts';
import { renderRss } from './rss.ts';

export const codings = ['br', 'gzip', 'identity'] as const;
export type Coding = (typeof codings)[number];

/** A feed as bytes, in each coding, with the validators of each (RFC 9110 §8.8: a strong tag is of one coding). */
export interface ServedFeed {
  readonly bodies: Readonly<Record<Coding, { readonly bytes: Buffer; readonly etag: string }>>;
  readonly lastModified: Date;
}

interface Kept {
  feed: ServedFeed | undefined;
  /** The change that `feed` was rendered after. */
  seen: number;
  rendering: Promise<ServedFeed> | undefined;
}

const maxFeeds = 500;
/** A reader is not kept waiting for the newest when the last one is there. */
const patienceMs = 1_000;
const renderers: Record<FeedFormat, (feed: Feed) => string> = {
  rss: renderRss,
  atom: renderAtom,
  json: renderJsonFeed,
};

/**
 * Feeds as bytes: rendered once per change and filter, then only handed out. While the database is away, what was
 * rendered last is served.
 */
@Injectable()
export class FeedCache implements OnApplicationBootstrap {
  private readonly logger = new Logger(FeedCache.name);
  private readonly feeds = new Map<string, Kept>();
  private change = 0;

  constructor(
    private readonly announcements: AnnouncementRepository,
    private readonly origin: PublicOrigin,
    private readonly database: Database,
    changes: CatalogueChanges,
  ) {
    changes.on(() => {
      this.change += 1;
    });
  }

  /** The feeds that everybody asks for are there before the first reader, and before the database goes away. */
  onApplicationBootstrap(): void {
    void this.database.ready
      .then(() => Promise.all(feedFormats.map((format) => this.get(format, {}))))
      .catch((error: unknown) => this.logger.warn({ error, msg: 'no feed yet' }));
  }

  /**
   * As of the moment it is asked for. While the database is away, or slow to answer, what was rendered last is served.
   *
   * @throws a driver error when the database is away and this feed was never rendered here.
   */
  async get(format: FeedFormat, wanted: ResourceFilter): Promise<ServedFeed> {
    const kept = this.keep(`${format}?${canonicalQuery(wanted)}`);
    const asked = this.change;
    if (kept.feed && (kept.seen >= asked || !this.database.isReady)) return kept.feed;
    const fresh = this.renderedSince(asked, kept, format, wanted);
    if (!kept.feed) return fresh;
    const last = kept.feed;
    const late = pause(patienceMs, last, { ref: false });
    return Promise.race([fresh, late]).catch((error: unknown) => {
      this.logger.warn({ error, msg: 'served as it was' });
      return last;
    });
  }

  /** A rendering that began before the change does not have it: the next one does. */
  private async renderedSince(
    asked: number,
    kept: Kept,
    format: FeedFormat,
    wanted: ResourceFilter,
  ): Promise<ServedFeed> {
    for (;;) {
      kept.rendering ??= this.render(kept, format, wanted).finally(() => {
        kept.rendering = undefined;
      });
      const feed = await kept.rendering;
      if (kept.seen >= asked) return feed;
    }
  }

  private async render(kept: Kept, format: FeedFormat, wanted: ResourceFilter): Promise<ServedFeed> {
    const { change } = this;
    const announcements = await this.announcements.newest(wanted, feedLength);
    const feed = feedOf(this.origin, format, wanted, announcements);
    const identity = Buffer.from(renderers[format](feed));
    const same = kept.feed?.bodies.identity.bytes.equals(identity);
    kept.feed = same && kept.feed ? kept.feed : await served(identity, feed.updatedAt);
    kept.seen = change;
    return kept.feed;
  }

  /** The least recently asked for goes first, so that filters nobody follows cost nothing. */
  private keep(key: string): Kept {
    const kept = this.feeds.get(key) ?? { feed: undefined, seen: -1, rendering: undefined };
    this.feeds.delete(key);
    this.feeds.set(key, kept);
    if (this.feeds.size > maxFeeds) {
      const [oldest] = this.feeds.keys();
      if (oldest !== undefined) this.feeds.delete(oldest);
    }
    return kept;
  }
}

const served = async (identity: Buffer, lastModified: Date): Promise<ServedFeed> => {
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    promisify(gzip)(identity),
  ]);
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 27);
  const body = (bytes: Buffer, coding: Coding) => ({ bytes, etag: `"${hash}-${coding}"` });
  return {
    bodies: { br: body(br, 'br'), gzip: body(zipped, 'gzip'), identity: body(identity, 'identity') },
    lastModified,
  };
};
