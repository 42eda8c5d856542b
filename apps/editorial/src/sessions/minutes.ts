import { colleges, frenchDate } from '#taxonomy';
import type { Case } from '../cases/case.ts';
import type { Session } from './session.ts';

export interface Minutes {
  readonly session: { readonly id: string; readonly title: string; readonly startsAt: string; readonly endsAt: string };
  readonly committee: string;
  /** Who spoke, by college: minutes name nobody. */
  readonly colleges: Readonly<Record<string, number>>;
  readonly items: readonly MinutesItem[];
  readonly remarks: string | null;
}

interface MinutesItem {
  readonly caseId: string;
  readonly title: string;
  readonly version: number;
  readonly network: string;
  readonly objections: readonly string[];
  readonly votes: Readonly<Record<string, number>>;
  /** Null when it goes on to the next session. */
  readonly outcome: string | null;
  readonly reasons: readonly string[];
  readonly policyVersion: number;
}

/** The minutes of a session, made of what was decided on each case that was before it. */
export const minutesOf = (session: Session, committee: string, cases: readonly Case[]): Minutes => ({
  session: { id: session._id, title: session.title, startsAt: session.startsAt, endsAt: session.endsAt },
  committee,
  colleges: counted(cases.flatMap(({ opinions }) => opinions).map(({ seat, college }) => [seat, college])),
  items: cases.map((subject) => ({
    caseId: subject._id,
    title: subject.content.title,
    version: subject.version,
    network: subject.network.name,
    objections: subject.objections.map(({ reason }) => reason),
    votes: counted(subject.opinions.map(({ seat, recommendation }) => [seat, recommendation])),
    outcome: subject.decision?.outcome ?? null,
    reasons: subject.decision?.reasons ?? [],
    policyVersion: subject.policy.version,
  })),
  remarks: session.remarks,
});

/** How many different seats for each word. */
const counted = (said: readonly (readonly [seat: string, word: string])[]): Record<string, number> => {
  const bySeat = new Map(said.map(([seat, word]) => [`${seat} ${word}`, word]));
  const counts: Record<string, number> = {};
  for (const word of bySeat.values()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

const outcomes: Readonly<Record<string, string>> = {
  published: 'Publiée',
  declined: 'Non retenue',
  'changes-requested': 'À compléter',
  labelled: 'Référence nationale',
  withdrawn: 'Retirée par son auteur',
};
const words: Readonly<Record<string, string>> = {
  approve: 'favorable',
  'request-changes': 'à compléter',
  decline: 'défavorable',
};

/** The same to be read and printed. */
export const minutesText = ({ session, committee, colleges: present, items, remarks }: Minutes): string => {
  const list = (counts: Readonly<Record<string, number>>, label: (word: string) => string) =>
    Object.entries(counts)
      .map(([word, count]) => `${label(word)} : ${count}`)
      .join(', ') || 'aucun';
  return [
    `${session.title} – ${committee}`,
    `Compte rendu de la séance du ${frenchDate(session.startsAt)}`,
    `Sièges ayant pris part, par collège – ${list(present, (college) => colleges.label(college))}`,
    ...items.flatMap((item, index) => [
      '',
      `${index + 1}. ${item.title} (version ${item.version}, ${item.network})`,
      ...item.objections.map((objection) => `   Objection : ${objection}`),
      `   Votes – ${list(item.votes, (word) => words[word] ?? word)}`,
      `   Décision : ${item.outcome ? (outcomes[item.outcome] ?? item.outcome) : 'reportée à la prochaine séance'} (règles, version ${item.policyVersion})`,
      ...item.reasons.map((reason) => `   Motif : ${reason}`),
    ]),
    ...(remarks ? ['', remarks] : []),
    '',
  ].join('\n');
};
