import { Injectable } from '@nestjs/common';
import { diffLines } from 'diff';
import { digest } from '#persistence';
import type { FetchState } from '../polling/fetch-state.ts';
import type { Source } from '../sources/source.ts';
import { GetDocument } from './get-document.ts';
import type { PageText } from './page-text.ts';
import { isLarge, readApart, Unreadable } from './read-apart.ts';
import { type Document, pageIn } from './read-document.ts';
import { type Entry, failed, Reader, type Reading } from './reading.ts';

const maxBytes = 5 * 1024 * 1024;

/** A page without a feed: an item each time that what it says changes. Its first visit is only what to compare with. */
@Injectable()
export class ReadWebPage extends Reader {
  constructor(private readonly getDocument: GetDocument) {
    super();
  }

  async read(source: Source, state: FetchState, now: Date): Promise<Reading> {
    const url = source.url as string;
    const wanted = { url, accept: 'text/html, application/xhtml+xml', validators: state.validators, maxBytes };
    const got = await this.getDocument.execute(wanted, now);
    if (got.outcome === 'failed') return got;
    const hints = { maxAgeSeconds: got.maxAgeSeconds };
    if (got.outcome === 'unchanged') return { outcome: 'unchanged', hints };
    if (!/html|xml|text\/plain/i.test(got.contentType)) return failed('L’adresse ne mène pas à une page web.');
    const document = { bytes: got.bytes, contentType: got.contentType, encoding: source.encoding, url: got.url, now };
    const page = await pageOf(document);
    if (!page) return failed('La page est trop longue à lire.');
    const { text, title } = page;
    if (!text) return failed('La page ne dit rien qui se lise sans script.');
    const changes = state.position === null ? [] : changesBetween(state.position, text);
    const entry: Entry = {
      guid: digest(text),
      url: null,
      title: `« ${title || source.name} » a changé`,
      text: [...changes, url].join('\n'),
      publishedAt: now.toISOString(),
      legalIds: [],
    };
    return {
      outcome: 'read',
      entries: changes.length ? [{ ...entry, url: `${url}#${digest(text).slice(0, 12)}` }] : [],
      validators: got.validators,
      hints,
      bodyHash: digest(got.bytes),
      position: changes.length || state.position === null ? text : state.position,
      movedTo: got.movedTo,
      hub: null,
    };
  }
}

/** Null when it cannot be read in bounds. */
export const pageOf = async (document: Document): Promise<PageText | null> => {
  if (!isLarge(document.bytes)) return pageIn(document);
  return readApart('page', document).catch((error: unknown) => {
    if (error instanceof Unreadable) return null;
    throw error;
  });
};

/** Lines that came and went; the order of blocks, blanks and counters of a lone number are no change. */
export const changesBetween = (before: string, after: string): string[] => {
  const lines = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /\p{L}{2}/u.test(line));
  const [old, fresh] = [lines(before), lines(after)];
  const [known, there] = [new Set(old), new Set(fresh)];
  return diffLines(`${old.join('\n')}\n`, `${fresh.join('\n')}\n`)
    .filter(({ added, removed }) => added || removed)
    .flatMap(({ value, added }) =>
      value
        .split('\n')
        .filter((line) => line && !(added ? known : there).has(line))
        .map((line) => `${added ? '+' : '−'} ${line}`),
    );
};
