import { casePath, outcomeInWords, verdictInWords } from '../committee/words.ts';
import { counted, frenchDate, spaced } from '../pages/french.ts';
import { scopeInWords } from '../resources/resource.view.ts';
import type { Ending, PreviewFacts } from './policy.facts.ts';

/** « Ce que cela aurait changé », case by case. */
export const previewView = ({ since, decided, changed, openCases, items }: PreviewFacts) => ({
  lead: spaced(
    `Depuis le ${frenchDate(since)} : ${counted(decided, 'dossier décidé', 'dossiers décidés')}, ${
      changed === 0
        ? 'aucun ne l’aurait été autrement'
        : `${counted(changed, 'l’aurait été', 'l’auraient été')} autrement`
    }.`,
  ),
  openCases: openCases > 0 ? counted(openCases, 'dossier ouvert garde', 'dossiers ouverts gardent') : null,
  items: items.map(({ caseId, title, version, decidedAt, before, after, missing }) => ({
    path: casePath(caseId),
    title: spaced(title),
    version,
    decidedAt,
    before: endingInWords(before),
    after: endingInWords(after),
    missing: missing.map(({ detail }) => spaced(detail)),
  })),
});

const endingInWords = ({ outcome, scope, verdict }: Ending): string =>
  spaced(
    [
      outcome ? outcomeInWords(outcome) : 'Encore ouvert',
      scope && scopeInWords(scope),
      verdict && verdictInWords(verdict),
    ]
      .filter(Boolean)
      .join(' ; '),
  );
