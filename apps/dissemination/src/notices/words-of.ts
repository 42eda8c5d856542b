import type { NoticeKind } from '#contracts';
import { caseWords } from './case-words.ts';
import { contributionWords } from './contribution-words.ts';
import { endpointWords } from './endpoint-words.ts';
import { impactWords } from './impact-words.ts';
import { networkWords } from './network-words.ts';
import { resourceWords } from './resource-words.ts';
import { sessionWords } from './session-words.ts';
import { watchWords } from './watch-words.ts';
import type { Facts, Words, WordsOf } from './words.ts';

/** Mailed by who mints its link, and not from here. */
export type MailedElsewhere = 'member.invited';

const all: WordsOf<Exclude<NoticeKind, MailedElsewhere>> = {
  ...contributionWords,
  ...caseWords,
  ...sessionWords,
  ...resourceWords,
  ...networkWords,
  ...endpointWords,
  ...watchWords,
  ...impactWords,
};

/** Undefined for a kind that nobody has words for: asked for by a service newer than this one. */
export const wordsOf = (kind: string, facts: Facts): Words | undefined =>
  Object.hasOwn(all, kind) ? all[kind as keyof typeof all](facts) : undefined;
