import type { NoticeKind } from '#contracts';

/** What a notice is filled with, as it was asked for. */
export type Facts = Readonly<Record<string, string | number | readonly string[] | null>>;

/** What somebody reads of one notice, in French. */
export interface Words {
  /** What happened, in one line: the subject of a mail of its own, the heading in a digest. */
  readonly title: string;
  readonly lines: readonly string[];
  /** Reasons, remarks: one each. */
  readonly points?: readonly string[];
  /** Where one goes on; a path of the website. */
  readonly link?: { readonly path: string; readonly label: string };
  /** Something waits for whoever reads it. */
  readonly isForYou?: boolean;
}

export type WordsOf<Kind extends NoticeKind> = Readonly<Record<Kind, (facts: Facts) => Words>>;
