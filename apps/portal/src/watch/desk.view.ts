import { counted, spaced } from '../pages/french.ts';
import { type ItemFacts, itemPath } from './item.facts.ts';

interface DeskFacts {
  readonly items: readonly ItemFacts[];
  readonly total: number;
  readonly next: string | null;
}

const tabs = [
  { status: 'new', label: 'À trier' },
  { status: 'changes-requested', label: 'À reprendre' },
  { status: 'quarantined', label: 'En quarantaine' },
  { status: 'in-review', label: 'En comité' },
  { status: 'dropped', label: 'Écartées par une règle' },
  { status: 'dismissed', label: 'Écartées' },
  { status: 'published', label: 'Publiées' },
] as const;

export const statusOf = (wanted: string): string => tabs.find(({ status }) => status === wanted)?.status ?? 'new';

const said: Readonly<Record<string, string>> = {
  ecarter: 'L’information est écartée.',
  reunir: 'Les deux informations sont réunies.',
  retenir: 'L’information est devant le comité éditorial. Rien n’est publié avant sa décision.',
  saisir: 'L’information est sur le bureau.',
};

export const deskView = ({ items, total, next }: DeskFacts, status: string, from: string, done: string) => ({
  title: 'Veille',
  isHidden: true,
  breadcrumb: [{ label: 'Veille' }],
  notice: said[done],
  tabs: tabs.map((tab) => ({
    label: tab.label,
    path: tab.status === 'new' ? '/veille' : `/veille?statut=${tab.status}`,
    isCurrent: tab.status === status,
  })),
  total: counted(total, 'information', 'informations'),
  isEmpty: items.length === 0,
  isSorting: status === 'new',
  items: items.map(lineView),
  pagination: paginationOf(next, status, from),
});

const paginationOf = (next: string | null, status: string, from: string) => {
  const cursor = next && new URL(next, 'http://here').searchParams.get('cursor');
  if (!cursor && !from) return undefined;
  return {
    first: from ? `/veille?statut=${status}` : null,
    next: cursor && `/veille?statut=${status}&suite=${encodeURIComponent(cursor)}`,
  };
};

const shown = 320;

export const lineView = (item: ItemFacts) => ({
  title: spaced(item.title),
  path: itemPath(item.id),
  choosePath: `${itemPath(item.id)}/retenir`,
  dismissPath: `${itemPath(item.id)}/ecarter`,
  text: spaced(item.text.length > shown ? `${item.text.slice(0, shown)}…` : item.text),
  attribution: spaced(item.attribution),
  family: spaced(item.familyLabel),
  themes: item.themeLabels,
  labels: item.labels,
  isPressing: item.priority > 0,
  isTaken: item.assignee !== null,
  citedBy: item.citedBy ? `Change ce que ${counted(item.citedBy, 'ressource cite', 'ressources citent')}` : null,
  hasChanged: item.hasChanged,
  isTakenBack: Boolean(item.deletedAt),
  alsoIn: item.alsoIn.length && counted(item.alsoIn.length, 'autre source', 'autres sources'),
});
