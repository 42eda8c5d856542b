import { colleges } from '#taxonomy';
import { momentInWords } from '../agenda/agenda.view.ts';
import type { CaseFacts, SeatFacts } from '../committee/case.facts.ts';
import { caseTrail } from '../committee/case.view.ts';
import type { NetworkNames } from '../committee/opinion-line.view.ts';
import { casePath, outcomeInWords, recommendationInWords, recommendationWords } from '../committee/words.ts';
import { formErrors } from '../forms/refused.ts';
import { textOf } from '../forms/submitted.ts';
import { enumerated, frenchNumber, spaced } from '../pages/french.ts';
import type { Refusal } from '../sign-in/acting-api.ts';
import type { MinutesFacts, SessionFacts } from './session.facts.ts';

const zone = 'Europe/Paris';
const statuses = { planned: 'Prévue', held: 'Tenue', cancelled: 'Annulée' } as const;

export const sessionPath = (id: string): string => `/comite/seances/${encodeURIComponent(id)}`;
export const sessionApi = (id: string): string => `/api/v1/committee-sessions/${encodeURIComponent(id)}`;
export const sessionsTrail = [...caseTrail, { label: 'Séances', path: '/comite/seances' }];

export const sessionLine = ({ id, title, startsAt, place, status }: SessionFacts) => ({
  path: sessionPath(id),
  title: spaced(title),
  startsAt,
  when: momentInWords(startsAt, zone),
  place,
  status: statuses[status],
  isPlanned: status === 'planned',
});

const why = {
  objection: 'Une objection',
  disagreement: 'Les avis ne concordent pas',
  decided: 'Décidé',
} as const;

export const sessionView = (session: SessionFacts, committee: string, notice: string | undefined) => ({
  ...sessionLine(session),
  isHidden: true,
  breadcrumb: [...sessionsTrail, { label: spaced(session.title) }],
  notice,
  committee,
  until: momentInWords(session.endsAt, zone),
  visioUrl: session.visioUrl,
  isHeld: session.status === 'held',
  icsPath: `${sessionPath(session.id)}/seance.ics`,
  minutesPath: `${sessionPath(session.id)}/compte-rendu`,
  closePath: `${sessionPath(session.id)}/tenir`,
  cancelPath: `${sessionPath(session.id)}/annuler`,
  movePath: `${sessionPath(session.id)}/deplacer`,
  agenda: (session.agenda ?? []).map(({ caseId, title, version, network, why: reason, objections }) => ({
    casePath: casePath(caseId),
    votePath: `${sessionPath(session.id)}/votes/${encodeURIComponent(caseId)}`,
    title: spaced(title),
    version,
    network,
    why: why[reason],
    isDecided: reason === 'decided',
    objections: objections.map(spaced),
  })),
});

/** The chair records what each seat said; a seat left without answer keeps its opinion. */
export const votesView = (
  session: SessionFacts,
  subject: CaseFacts,
  names: NetworkNames,
  form: unknown,
  refusal?: Refusal,
) => ({
  title: 'Enregistrer les votes',
  isHidden: true,
  breadcrumb: [...sessionsTrail, { label: spaced(session.title), path: sessionPath(session.id) }, { label: 'Votes' }],
  about: spaced(subject.title),
  casePath: casePath(subject.id),
  action: `${sessionPath(session.id)}/votes/${encodeURIComponent(subject.id)}`,
  cancelPath: sessionPath(session.id),
  ...formErrors(refusal),
  objections: subject.objections.map(({ reason }) => spaced(reason)),
  seats: subject.seats.map((seat) => seatView(seat, subject, names, form)),
});

const seatView = ({ id, collegeLabel, network }: SeatFacts, subject: CaseFacts, names: NetworkNames, form: unknown) => {
  const before = subject.opinions.find(({ seat }) => seat === id);
  const name = `vote-${id}`;
  return {
    id: name,
    legend: names.has(network) ? `${collegeLabel}, ${names.get(network)}` : collegeLabel,
    hint: before ? `Avis donné : ${recommendationInWords(before.recommendation)}` : undefined,
    options: [['', 'Ne vote pas'] as const, ...Object.entries(recommendationWords)].map(([value, label]) => ({
      value,
      label,
      isChosen: value === textOf(form, name),
    })),
    comment: { id: `raison-${id}`, label: 'Raisons', value: textOf(form, `raison-${id}`) },
  };
};

export const votesFrom = (form: unknown, { seats }: CaseFacts) =>
  seats.flatMap(({ id }) => {
    const recommendation = textOf(form, `vote-${id}`);
    const comment = textOf(form, `raison-${id}`);
    return recommendation ? [{ seat: id, recommendation, ...(comment ? { comment } : {}) }] : [];
  });

const countsInWords = (counts: Readonly<Record<string, number>>, label: (word: string) => string): string =>
  enumerated(Object.entries(counts).map(([word, count]) => `${label(word)} (${frenchNumber(count)})`)) || 'aucun';

export const minutesView = (session: SessionFacts, minutes: MinutesFacts) => ({
  title: 'Compte rendu',
  isHidden: true,
  breadcrumb: [
    ...sessionsTrail,
    { label: spaced(session.title), path: sessionPath(session.id) },
    { label: 'Compte rendu' },
  ],
  about: spaced(session.title),
  committee: minutes.committee,
  when: momentInWords(session.startsAt, zone),
  isHeld: session.status === 'held',
  textPath: `${sessionPath(session.id)}/compte-rendu.txt`,
  seats: countsInWords(minutes.colleges, (college) => colleges.label(college)),
  items: minutes.items.map((item) => ({
    title: spaced(item.title),
    path: casePath(item.caseId),
    version: item.version,
    network: item.network,
    objections: item.objections.map(spaced),
    votes: countsInWords(item.votes, recommendationInWords),
    outcome: item.outcome ? outcomeInWords(item.outcome) : 'Reporté à la prochaine séance',
    reasons: item.reasons.map(spaced),
  })),
  remarks: minutes.remarks && spaced(minutes.remarks).split(/\n+/),
});
