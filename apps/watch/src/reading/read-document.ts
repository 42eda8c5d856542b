import { decodeText } from './decode-text.ts';
import { UnsafeXml } from './guard-xml.ts';
import { UnsafeArchive } from './jorf/read-archive.ts';
import { type PageText, pageText } from './page-text.ts';
import { type Feed, NotAFeed, parseFeed } from './parse-feed.ts';

/** A document as it came. */
export interface Document {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Instead of what it says of itself, for those that say it wrong. */
  readonly encoding: string | null;
  readonly url: string;
  readonly now: Date;
  /** Of a feed: marks of the entries that it held at the last poll. */
  readonly before?: readonly string[] | undefined;
}

const textOf = ({ bytes, contentType, encoding }: Document): string =>
  decodeText(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), contentType, encoding);

/** @throws NotAFeed, UnsafeXml */
export const feedIn = (document: Document): Feed =>
  parseFeed(textOf(document), document.url, document.now, document.before);

export const pageIn = (document: Document): PageText => pageText(textOf(document), document.url);

/** Whether what was thrown says what is wrong with a document. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof NotAFeed || error instanceof UnsafeXml || error instanceof UnsafeArchive;
