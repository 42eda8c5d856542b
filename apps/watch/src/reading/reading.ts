import type { TextChange } from '../impacts/text-change.ts';
import type { FetchState, Validators } from '../polling/fetch-state.ts';
import type { Hints } from '../polling/rhythm.ts';
import type { Source } from '../sources/source.ts';
import type { Tombstone } from './tombstones.ts';

/** One thing that a source published, whatever its format. */
export interface Entry {
  readonly guid: string | null;
  readonly url: string | null;
  readonly title: string;
  /** Plain text: markup from outside ends here. */
  readonly text: string;
  /** RFC 3339; null when the source does not say. */
  readonly publishedAt: string | null;
  /** What names a legal text everywhere: `lf:JORFTEXT…`, `nor:…`, `boi:…`. */
  readonly legalIds: readonly string[];
  /** What a legal text does to others, where it was read already. */
  readonly changes?: readonly TextChange[];
  /** A correction of something older: never news by itself. */
  readonly isRetroactive?: boolean;
  /** A digest of it as it came: what a feed says again, word for word, is not looked at again. */
  readonly mark?: string;
  /** Its mark was there at the last poll: only what tells it from others is filled in. */
  readonly isAsBefore?: boolean;
}

/** How reading a source ended. What failed is told as a sentence, and never becomes an item. */
export type Reading =
  | { readonly outcome: 'unchanged'; readonly hints?: Hints; readonly validators?: Validators }
  | {
      readonly outcome: 'read';
      readonly entries: readonly Entry[];
      readonly validators: Validators;
      readonly hints: Hints;
      readonly bodyHash: string | null;
      readonly position: string | null;
      readonly movedTo: string | null;
      readonly hub: FetchState['hub'];
      /** What the source says that it took back. */
      readonly deleted?: readonly Tombstone[];
      /** There is more to read at once: an archive at a time. */
      readonly hasMore?: boolean;
    }
  | {
      readonly outcome: 'failed';
      readonly error: string;
      readonly retryAfterMs?: number | undefined;
      /** Refused on our side: the host was not reached. */
      readonly isRefused?: boolean;
    };

/** Reads one kind of source. */
export abstract class Reader {
  abstract read(source: Source, state: FetchState, now: Date): Promise<Reading>;
}

export const failed = (error: string, retryAfterMs?: number): Reading => ({ outcome: 'failed', error, retryAfterMs });
