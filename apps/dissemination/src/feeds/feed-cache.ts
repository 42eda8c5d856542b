import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Injectable, Logger } from '@nestjs/common';
import { canonicalQuery, type ResourceFilter } from '#contracts';
import { CatalogueRepository } from '../catalogue/catalogue.repository.ts';
import { CatalogueChanges } from '../catalogue/catalogue-changes.ts';
import { PublicOrigin } from '../public-origin.ts';
import { renderAtom } from './atom.ts';
import { type Feed, type FeedFormat, feedLength, feedOf } from './feed.ts';
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
export class FeedCache {
  private readonly logger = new Logger(FeedCache.name);
  private readonly feeds = new Map<string, Kept>();
  private change = 0;

  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly origin: PublicOrigin,
    changes: CatalogueChanges,
  ) {
    changes.on(() => {
      this.change += 1;
    });
  }

  /** @throws a driver error when the database is away and this feed was never rendered here. */
  async get(format: FeedFormat, wanted: ResourceFilter): Promise<ServedFeed> {
    const kept = this.keep(`${format}?${canonicalQuery(wanted)}`);
    if (kept.feed && kept.seen === this.change) return kept.feed;
    kept.rendering ??= this.render(kept, format, wanted).finally(() => {
      kept.rendering = undefined;
    });
    try {
      const feed = await kept.rendering;
      // A change that came while it was rendered is not in it: look again.
      return kept.seen === this.change ? feed : await this.get(format, wanted);
    } catch (error) {
      if (!kept.feed) throw error;
      this.logger.warn({ error, msg: 'served as it was' });
      return kept.feed;
    }
  }

  private async render(kept: Kept, format: FeedFormat, wanted: ResourceFilter): Promise<ServedFeed> {
    const { change } = this;
    const announcements = await this.catalogue.newestAnnouncements(wanted, feedLength);
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
