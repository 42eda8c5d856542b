import { sectors, themes } from '#taxonomy';
import { counted, spaced } from '../pages/french.ts';
import { itemPath, watchTrail } from './item.facts.ts';

export interface RuleFacts {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly when: Readonly<Record<'keywords' | 'citedTexts' | 'themes' | 'territories' | 'sources', readonly string[]>>;
  readonly effect: {
    readonly labels: readonly string[];
    readonly themes: readonly string[];
    readonly priority: number | null;
    readonly assignee: string | null;
    readonly sector?: string;
    readonly drop: boolean;
  };
}

export interface TrialFacts {
  readonly items: number;
  readonly trials: readonly {
    readonly matched: number;
    readonly examples: readonly { readonly itemId: string; readonly title: string }[];
  }[];
}

export interface AlertFacts {
  readonly id: string;
  readonly keywords: readonly string[];
  readonly urgency: string;
}

const said: Readonly<Record<string, string>> = {
  regle: 'La règle s’applique à ce qui arrive.',
  retrait: 'La règle est retirée.',
  pause: 'La règle est en pause.',
  reprise: 'La règle s’applique de nouveau.',
  alerte: 'L’alerte est enregistrée.',
  'alerte-retrait': 'L’alerte est supprimée.',
};

const quoted = (words: readonly string[]) => words.map((word) => `« ${word} »`).join(', ');

/** « parle de « bénévolat » ; cite « loi n° 2024-344 » ». */
const whenInWords = ({ keywords, citedTexts, themes: about, territories, sources }: RuleFacts['when']) =>
  [
    keywords.length ? `parle de ${quoted(keywords)}` : '',
    citedTexts.length ? `cite ${quoted(citedTexts)}` : '',
    about.length ? `thème ${quoted(about.map((theme) => themes.label(theme)))}` : '',
    territories.length ? `territoire ${territories.join(', ')}` : '',
    sources.length ? `source ${sources.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join(' ; ');

const thenInWords = ({ labels, themes: added, priority, assignee, sector, drop }: RuleFacts['effect']) =>
  [
    drop ? 'écarter' : '',
    labels.length ? `étiqueter ${quoted(labels)}` : '',
    added.length ? `ajouter le thème ${quoted(added.map((theme) => themes.label(theme)))}` : '',
    sector ? `préparer pour le secteur « ${sectors.label(sector)} »` : '',
    priority ? 'mettre en tête' : '',
    assignee ? 'attribuer à quelqu’un' : '',
  ]
    .filter(Boolean)
    .join(' ; ') || 'ne rien changer';

const ruleLine = ({ id, name, isActive, when, effect }: RuleFacts) => ({
  name: spaced(name),
  isActive,
  when: spaced(whenInWords(when)),
  what: spaced(thenInWords(effect)),
  pausePath: `/veille/regles/${id}/${isActive ? 'pause' : 'reprise'}`,
  removePath: `/veille/regles/${id}/retrait`,
});

export const rulesView = (rules: readonly RuleFacts[], alerts: readonly AlertFacts[], done: string) => ({
  title: 'Règles et alertes',
  isHidden: true,
  breadcrumb: [...watchTrail, { label: 'Règles et alertes' }],
  notice: said[done],
  rules: rules.map(ruleLine),
  alerts: alerts.map(({ id, keywords, urgency }) => ({
    words: spaced(quoted(keywords)),
    rhythm: urgency === 'now' ? 'tout de suite' : 'dans le courrier du jour',
    removePath: `/veille/regles/alertes/${id}/retrait`,
  })),
});

export const trialView = (rule: RuleFacts, { items, trials: [trial] }: TrialFacts) => ({
  name: spaced(rule.name),
  when: spaced(whenInWords(rule.when)),
  what: spaced(thenInWords(rule.effect)),
  found: `${counted(trial?.matched ?? 0, 'information', 'informations')} sur les ${counted(items, 'information vue', 'informations vues')} depuis trente jours`,
  examples: (trial?.examples ?? []).map(({ itemId, title }) => ({ path: itemPath(itemId), title: spaced(title) })),
  json: JSON.stringify(rule),
});
