import { colleges, independence, verifierKinds } from '#taxonomy';
import { frenchDate, spaced } from '../pages/french.ts';
import { scopeInWords } from '../resources/resource.view.ts';
import type { CaseFacts, OpinionFacts } from './case.facts.ts';
import { markInWords, recommendationInWords, verdictInWords } from './words.ts';

export type NetworkNames = ReadonlyMap<string, string>;

/** An opinion as members read it: by seat, never by name. */
export const opinionLine = (opinion: OpinionFacts, grid: CaseFacts['grid'], names: NetworkNames) => ({
  college: colleges.label(opinion.college),
  network: names.get(opinion.network),
  recommendation: recommendationInWords(opinion.recommendation),
  tone: opinion.recommendation,
  criteria: [
    ...grid.map(({ criterion, label }) => ({ label, mark: markInWords(opinion.criteria[criterion] ?? '') })),
    ...clarityOf(opinion, grid),
    ...(opinion.commonInterest ? [{ label: 'Intérêt commun', mark: markInWords(opinion.commonInterest) }] : []),
  ],
  scope: opinion.scope && scopeInWords(opinion.scope),
  verdict: opinion.verdict && spaced(verdictInWords(opinion.verdict)),
  comment: opinion.comment && spaced(opinion.comment),
  at: opinion.at,
});

/** What clarity was detailed in: « Fond : 2 sur 3 ». */
const clarityOf = ({ clarityDetail }: OpinionFacts, grid: CaseFacts['grid']) =>
  grid
    .flatMap(({ parts = [] }) => parts)
    .flatMap(({ part, label }) => {
      const points = clarityDetail?.[part];
      return points === undefined ? [] : [{ label, mark: `${points} sur 3` }];
    });

export const verificationLine = ({
  kind,
  independence: of,
  perimeter,
  verifiedAt,
}: CaseFacts['verifications'][number]) =>
  spaced(
    `Relue par : ${verifierKinds.label(kind).toLowerCase()} (${independence.label(of).toLowerCase()}), le ${frenchDate(verifiedAt)} ; périmètre : ${perimeter}`,
  );
