import type { PublicResource } from '#contracts';
import { frenchList, territoryName } from '#taxonomy';
import { formErrors } from '../forms/refused.ts';
import { newFormKey } from '../forms/step.ts';
import { textOf } from '../forms/submitted.ts';
import { counted, frenchDate, frenchNumber, spaced } from '../pages/french.ts';
import type { Visitor } from '../pages/visitor.ts';
import { pathOf } from '../resources/resource.view.ts';
import { territoryGroups } from '../search/territories.view.ts';
import type { Refusal } from '../sign-in/acting-api.ts';
import type { Trial } from './reception.ts';
import type { RecordFacts } from './record.facts.ts';

export interface TrialReport {
  readonly trial: Trial;
  readonly answered: number;
  readonly usefulness: number | null;
  readonly minutesSaved: number | null;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly territories: readonly string[];
  readonly questions: readonly { readonly question: string; readonly answers: readonly string[] }[];
  readonly comments: readonly string[];
}

interface Shown {
  readonly resource: PublicResource;
  readonly trials: readonly Trial[];
  readonly record: RecordFacts | null;
  readonly visitor: Visitor | undefined;
  readonly done?: unknown;
  readonly form?: unknown;
  readonly refusal?: Refusal;
}

const said: Readonly<Record<string, string>> = {
  ouvert: 'L’essai est ouvert.',
  inscrit: 'Votre réseau participe à l’essai.',
  clos: 'L’essai est clos.',
};

const trailOf = ({ id, title }: PublicResource) => [
  { label: 'Ressources', path: '/ressources' },
  { label: spaced(title), path: pathOf(id) },
];

export const trialsView = ({ resource, trials, record, visitor, done, form, refusal }: Shown) => ({
  title: 'Essais',
  isHidden: true,
  breadcrumb: [...trailOf(resource), { label: 'Essais' }],
  about: spaced(resource.title),
  resourcePath: pathOf(resource.id),
  feedbackPath: `${pathOf(resource.id)}/retour`,
  notice: typeof done === 'string' ? said[done] : undefined,
  ...formErrors(refusal, ['closesAt', 'questions', 'territory', 'network']),
  trials: trials.map((trial) => trialLine(trial, resource.id, record, visitor)).reverse(),
  groups: territoryGroups(textOf(form, 'territory'), undefined),
  networks: visitor?.networks.map(({ slug, name }) => ({ value: slug, label: name })),
  hasSeveral: (visitor?.networks.length ?? 0) > 1,
  mayOpen: record?.possible.mayOpenTrial && !trials.some(({ isOpen }) => isOpen),
  openPath: `${pathOf(resource.id)}/essais`,
  key: newFormKey(),
  closesAt: textOf(form, 'closesAt'),
  questions: textOf(form, 'questions'),
});

const trialLine = (
  { id, version, questions, openedAt, closesAt, isOpen, volunteers }: Trial,
  resource: string,
  record: RecordFacts | null,
  visitor: Visitor | undefined,
) => {
  const path = `${pathOf(resource)}/essais/${encodeURIComponent(id)}`;
  const isIn = volunteers.some(({ network }) => visitor?.networks.some((own) => own.id === network.id));
  return {
    version,
    isOpen,
    heading: isOpen ? `En cours, jusqu’au ${frenchDate(closesAt)}` : `Terminé, ouvert le ${frenchDate(openedAt)}`,
    questions: questions.map(spaced),
    volunteers: volunteers.map(({ network, territory }) => `${network.name} (${territoryName(territory)})`),
    isIn,
    mayJoin: isOpen && Boolean(visitor) && !isIn && !record?.possible.mayOpenTrial,
    joinPath: `${path}/participer`,
    closePath: isOpen && record?.possible.mayOpenTrial ? `${path}/clore` : null,
    reportPath: record || isIn ? `${path}/bilan` : null,
  };
};

const outcomes: Readonly<Record<string, string>> = {
  worked: 'a marché',
  partly: 'en partie',
  failed: 'n’a pas marché',
};

export const trialReportView = (resource: PublicResource, report: TrialReport) => ({
  title: 'Bilan de l’essai',
  isHidden: true,
  breadcrumb: [
    ...trailOf(resource),
    { label: 'Essais', path: `${pathOf(resource.id)}/essais` },
    { label: 'Bilan de l’essai' },
  ],
  about: spaced(resource.title),
  version: report.trial.version,
  answered: counted(report.answered, 'retour', 'retours'),
  facts: [
    report.usefulness === null ? null : `Utilité : ${frenchNumber(report.usefulness)} sur 4 en moyenne.`,
    report.minutesSaved === null
      ? null
      : `Temps gagné : ${counted(report.minutesSaved, 'minute', 'minutes')} en moyenne.`,
    ...Object.entries(report.outcomes).map(
      ([outcome, count]) => `${outcomes[outcome] ?? outcome} : ${frenchNumber(count)}.`,
    ),
    report.territories.length ? `Territoires : ${frenchList(report.territories)}.` : null,
  ].flatMap((fact) => (fact ? [spaced(fact.charAt(0).toUpperCase() + fact.slice(1))] : [])),
  questions: report.questions.map(({ question, answers }) => ({
    question: spaced(question),
    answers: answers.map(spaced),
  })),
  comments: report.comments.map(spaced),
});
