import type { NoticeKind } from '#contracts';
import { caseWords } from './case-words.ts';
import { contributionWords } from './contribution-words.ts';
import { endpointWords } from './endpoint-words.ts';
import { networkWords } from './network-words.ts';
import { resourceWords } from './resource-words.ts';
import { sessionWords } from './session-words.ts';

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

/** Mailed by who mints its link, and not from here. */
export type MailedElsewhere = 'member.invited';

const all: WordsOf<Exclude<NoticeKind, MailedElsewhere>> = {
  ...contributionWords,
  ...caseWords,
  ...sessionWords,
  ...resourceWords,
  ...networkWords,
  ...endpointWords,
};

/** Undefined for a kind that nobody has words for: asked for by a service newer than this one. */
export const wordsOf = (kind: string, facts: Facts): Words | undefined =>
  Object.hasOwn(all, kind) ? all[kind as keyof typeof all](facts) : undefined;
