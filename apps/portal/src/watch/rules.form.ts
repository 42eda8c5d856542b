import { sectors, themes } from '#taxonomy';
import { linesOf, territoriesIn, textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import type { RuleFacts } from './rules.view.ts';

const slug = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40) || 'regle';

/** The rule that a form asks for. What it lacks the API names. */
export const ruleFrom = (form: unknown, now: Date): RuleFacts => {
  const theme = textOf(form, 'theme');
  const sector = textOf(form, 'sector');
  return {
    id: `${slug(textOf(form, 'name'))}-${now.getTime().toString(36)}`,
    name: textOf(form, 'name'),
    isActive: true,
    when: {
      keywords: linesOf(form, 'keywords'),
      citedTexts: linesOf(form, 'citedTexts'),
      themes: [],
      territories: territoriesIn(textOf(form, 'territories')),
      sources: [],
    },
    effect: {
      labels: textOf(form, 'labels')
        .split(',')
        .map((label) => label.trim())
        .filter(Boolean),
      themes: theme ? [theme] : [],
      priority: textOf(form, 'priority') ? 1 : null,
      assignee: null,
      ...(sector ? { sector } : {}),
      drop: textOf(form, 'drop') !== '',
    },
  };
};

/** What stood in the form stays in it. */
export const rulesForm = (form: unknown) => {
  const names = ['name', 'keywords', 'citedTexts', 'territories', 'labels', 'priority', 'drop'];
  const [chosen, sector] = [textOf(form, 'theme'), textOf(form, 'sector')];
  return {
    ...Object.fromEntries(names.map((name) => [name, textOf(form, name)])),
    sectors: [
      { value: '', label: 'Tous', isChosen: sector === '' },
      ...sectors.terms.map(({ id, label }) => ({ value: id, label: spaced(label), isChosen: id === sector })),
    ],
    themes: [
      { value: '', label: 'Aucun', isChosen: chosen === '' },
      ...themes.terms.map(({ id, label }) => ({ value: id, label: spaced(label), isChosen: id === chosen })),
    ],
  };
};
