import { formErrors } from '../forms/refused.ts';
import { territoriesInWords, textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import type { Refusal } from '../sign-in/acting-api.ts';
import type { CaseFacts, Criterion, OpinionFacts } from './case.facts.ts';
import { caseTrail } from './case.view.ts';
import { casePath, markInWords, recommendationWords, verdictWords } from './words.ts';

/** What is already in the form: what was sent and refused, the opinion given before, or what a mail proposes. */
type Given = (name: string) => string;

export const givenBySent =
  (form: unknown): Given =>
  (name) =>
    textOf(form, name);

/** The opinion that somebody has on the case; without one, what the author proposes. */
export const givenBefore = ({ opinions, mine, content }: CaseFacts, query: unknown): Given => {
  const before = opinions.find(({ seat }) => seat === mine.seat?.id);
  const scope = before ? before.scope : (content.scope ?? { include: content.territories, exclude: [] });
  const values: Readonly<Record<string, string | undefined>> = {
    recommendation: textOf(query, 'recommandation') || before?.recommendation,
    include: scope ? territoriesInWords(scope.include) : '',
    exclude: scope ? territoriesInWords(scope.exclude) : '',
    verdict: before ? (before.verdict ?? undefined) : content.fieldTest?.verdict,
    comment: before?.comment ?? '',
    ...(before ? marksOf(before) : {}),
  };
  return (name) => values[name] ?? '';
};

const marksOf = ({ criteria, clarityDetail, commonInterest }: OpinionFacts) => ({
  ...Object.fromEntries(Object.entries(criteria).map(([criterion, mark]) => [`criteria-${criterion}`, mark])),
  ...Object.fromEntries(
    Object.entries(clarityDetail ?? {}).map(([part, points]) => [`detail-${part}`, String(points)]),
  ),
  commonInterest: commonInterest ?? undefined,
});

const options = (words: Readonly<Record<string, string>>, chosen: string) =>
  Object.entries(words).map(([value, label]) => ({ value, label: spaced(label), isChosen: value === chosen }));

const marksFor = (marks: readonly string[], chosen: string) =>
  marks.map((value) => ({ value, label: markInWords(value), isChosen: value === chosen }));

/** One screen: everything that an opinion says. */
export const opinionView = (facts: CaseFacts, given: Given, refusal?: Refusal) => {
  const { grid, content } = facts;
  const { errors, errorAt } = formErrors(refusal, fields);
  const marks = grid[0]?.marks ?? [];
  return {
    title: 'Donner mon avis',
    isHidden: true,
    breadcrumb: [...caseTrail, { label: 'Dossier', path: casePath(facts.id) }, { label: 'Donner mon avis' }],
    about: spaced(facts.title),
    network: facts.network.name,
    summary: spaced(beginningOf(content.summary)),
    casePath: casePath(facts.id),
    action: `${casePath(facts.id)}/avis`,
    version: facts.version,
    missing: facts.missing.map(({ detail }) => spaced(detail)),
    refusal: facts.mine.refusal && spaced(facts.mine.refusal),
    hints: facts.hints.slice(0, 5).map(({ excerpt, detail }) => ({ excerpt, detail: spaced(detail) })),
    errors,
    errorAt: { ...errorAt, version: undefined },
    recommendations: options(recommendationWords, given('recommendation')),
    criteria: grid.map(({ criterion, label }) => ({
      id: `criteria-${criterion}`,
      label,
      options: marksFor(marks, given(`criteria-${criterion}`)),
    })),
    parts: partsOf(grid, given),
    commonInterest: marksFor(marks, given('commonInterest')),
    hasVerdict: content.family === 'documentary',
    verdicts: options(verdictWords, given('verdict')),
    include: given('include'),
    exclude: given('exclude'),
    comment: given('comment'),
  };
};

const mostShown = 220;

/** The case says all of it; here the grid is to stay in sight. */
const beginningOf = (text: string): string =>
  text.length <= mostShown ? text : `${text.slice(0, text.lastIndexOf(' ', mostShown))}…`;

const fields = ['recommendation', 'criteria', 'scope', 'verdict', 'comment', 'clarityDetail', 'commonInterest'];

const partsOf = (grid: readonly Criterion[], given: Given) =>
  grid
    .flatMap(({ parts = [] }) => parts)
    .map(({ part, label }) => ({
      id: `detail-${part}`,
      label,
      options: ['', '0', '1', '2', '3'].map((value) => ({
        value,
        label: value || 'Sans réponse',
        isChosen: value === given(`detail-${part}`),
      })),
    }));
