import type { PublicResource } from '#contracts';
import { territoryName } from '#taxonomy';
import { formErrors } from '../forms/refused.ts';
import { newFormKey } from '../forms/step.ts';
import { textOf } from '../forms/submitted.ts';
import { counted, spaced } from '../pages/french.ts';
import { pathOf } from '../resources/resource.view.ts';
import { territoryGroups } from '../search/territories.view.ts';
import type { Refusal } from '../sign-in/acting-api.ts';
import type { FeedbackItem, Trial } from './reception.ts';

const usefulness: Readonly<Record<string, string>> = {
  4: 'Très utile',
  3: 'Utile',
  2: 'Peu utile',
  1: 'Inutile',
};
const outcomes: Readonly<Record<string, string>> = {
  worked: 'Cela a marché',
  partly: 'En partie',
  failed: 'Cela n’a pas marché',
};
const fields = ['territory', 'usefulness', 'minutesSaved', 'outcome', 'comment', 'answers'];

const options = (words: Readonly<Record<string, string>>, chosen: string) =>
  Object.entries(words).map(([value, label]) => ({ value, label, isChosen: value === chosen }));

export const feedbackFormView = (resource: PublicResource, trial: Trial | null, form: unknown, refusal?: Refusal) => {
  const title = spaced(resource.title);
  return {
    title: 'Retour de terrain',
    isHidden: true,
    breadcrumb: [
      { label: 'Ressources', path: '/ressources' },
      { label: title, path: pathOf(resource.id) },
      { label: 'Retour de terrain' },
    ],
    about: title,
    action: `${pathOf(resource.id)}/retour`,
    cancelPath: pathOf(resource.id),
    key: newFormKey(),
    ...formErrors(refusal, fields),
    groups: territoryGroups(textOf(form, 'territory'), undefined),
    usefulness: options(usefulness, textOf(form, 'usefulness')).sort((a, b) => b.value.localeCompare(a.value)),
    outcomes: options(outcomes, textOf(form, 'outcome')),
    minutesSaved: textOf(form, 'minutesSaved'),
    comment: textOf(form, 'comment'),
    trial: trial && {
      id: trial.id,
      count: trial.questions.length,
      questions: trial.questions.map((question, index) => ({
        id: `answer-${index}`,
        label: spaced(question),
        value: textOf(form, `answer-${index}`),
        isLong: true,
      })),
    },
  };
};

/** What somebody said, in one line and their own words. */
export const feedbackLine = ({
  id,
  territory,
  usefulness: rank,
  minutesSaved,
  outcome,
  comment,
  givenAt,
}: FeedbackItem) => ({
  id,
  facts: [
    usefulness[rank],
    outcome && outcomes[outcome],
    minutesSaved ? `${counted(minutesSaved, 'minute gagnée', 'minutes gagnées')}` : null,
  ].filter(Boolean),
  territory: territoryName(territory),
  comment: comment && spaced(comment),
  givenAt,
});
