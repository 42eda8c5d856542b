import { Injectable } from '@nestjs/common';
import { digest } from '#persistence';
import type { FetchState } from '../polling/fetch-state.ts';
import type { Source } from '../sources/source.ts';
import { GetDocument } from './get-document.ts';
import type { Feed } from './parse-feed.ts';
import { safeUrl } from './plain-text.ts';
import { isLarge, readApart, Unreadable } from './read-apart.ts';
import { feedIn, isRefusal } from './read-document.ts';
import { failed, Reader, type Reading } from './reading.ts';

const maxBytes = 10 * 1024 * 1024;
const accept =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1';

/** A feed in any of its formats and encodings. */
@Injectable()
export class ReadFeed extends Reader {
  constructor(private readonly getDocument: GetDocument) {
    super();
  }

  async read(source: Source, state: FetchState, now: Date): Promise<Reading> {
    const url = source.url as string;
    const got = await this.getDocument.execute({ url, accept, validators: state.validators, maxBytes }, now);
    if (got.outcome === 'failed') return got;
    const { maxAgeSeconds } = got;
    if (got.outcome === 'unchanged') return { outcome: 'unchanged', hints: { ...state.hints, maxAgeSeconds } };
    const bodyHash = digest(got.bytes);
    // The same bytes, from a server that knows no condition.
    if (bodyHash === state.bodyHash) {
      return { outcome: 'unchanged', hints: { ...state.hints, maxAgeSeconds }, validators: got.validators };
    }
    try {
      const { bytes, contentType, url: foundAt } = got;
      const document = { bytes, contentType, encoding: source.encoding, url: foundAt, now, before: state.marks };
      const feed = isLarge(got.bytes) ? await readApart('feed', document) : feedIn(document);
      return {
        outcome: 'read',
        entries: feed.entries,
        validators: got.validators,
        hints: { ...feed.hints, maxAgeSeconds },
        bodyHash,
        position: null,
        movedTo: got.movedTo,
        hub: hubOf(feed, got.link, got.url),
        deleted: feed.deleted,
      };
    } catch (error) {
      if (error instanceof Unreadable || isRefusal(error)) return failed(error.message);
      throw error;
    }
  }
}

/** Who tells of changes at once (WebSub): the header before the document (§4). */
const hubOf = ({ links }: Feed, header: string, url: string): FetchState['hub'] => {
  const said = [...header.matchAll(/<([^>]{1,2000})>\s*;[^,]*?rel\s*=\s*"?([a-z]+)/gi)].map(
    ([, href = '', rel = '']) => ({ href, rel }),
  );
  const find = (wanted: string) => [...said, ...links].find(({ rel }) => rel === wanted)?.href;
  const hub = safeUrl(find('hub'), url);
  return hub ? { url: hub, topic: safeUrl(find('self'), url) ?? url } : null;
};
