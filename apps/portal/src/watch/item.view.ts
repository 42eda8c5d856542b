import { kindWords, levelWords } from '../impacts/impact.words.ts';
import { spaced } from '../pages/french.ts';
import { legalReference } from '../resources/legal-reference.ts';
import { lineView } from './desk.view.ts';
import { type ItemDetail, itemPath, watchTrail } from './item.facts.ts';

const deeds: Readonly<Record<string, string>> = {
  detected: 'Vue pour la première fois',
  updated: 'Modifiée à la source',
  deleted: 'Retirée par sa source',
  selected: 'Retenue, devant le comité',
  dismissed: 'Écartée',
  merged: 'Réunie à une autre',
  undone: 'Décision défaite',
  assigned: 'Attribuée',
  'changes-stated': 'Textes qu’elle change précisés',
  released: 'Remise sur le bureau',
  'changes-requested': 'Le comité demande des changements',
  declined: 'Non retenue par le comité',
  published: 'Publiée par le comité',
  withdrawn: 'Retirée',
};

const choosable = ['new', 'dropped', 'changes-requested', 'declined', 'published'];
const dismissable = ['new', 'quarantined', 'dropped', 'changes-requested', 'declined'];

const said: Readonly<Record<string, string>> = {
  defaire: 'C’est défait.',
  remettre: 'L’information est sur le bureau.',
  prendre: 'Vous vous en chargez.',
  textes: 'C’est noté : les ressources qui citent ces textes sont cherchées.',
};

export const itemView = (item: ItemDetail, visitor: string, done: string) => {
  const path = itemPath(item.id);
  const { status } = item;
  return {
    ...lineView(item),
    notice: said[done],
    isHidden: true,
    breadcrumb: [...watchTrail, { label: spaced(item.title) }],
    status: item.statusLabel,
    paragraphs: spaced(item.text).split(/\n+/).filter(Boolean),
    url: item.url,
    isDateInferred: item.isDateInferred,
    isCorrected: item.isCorrected,
    deletedAt: item.deletedAt,
    territories: item.territoryNames,
    others: item.alsoIn.filter(({ url }) => url !== null),
    mergedPath: item.mergedInto && itemPath(item.mergedInto),
    publicPath: status === 'published' ? `/ressources/${encodeURIComponent(item.id)}` : null,
    choosePath: choosable.includes(status) ? `${path}/retenir` : null,
    chooseLabel: status === 'published' ? 'Proposer une nouvelle version' : 'Retenir',
    dismissPath: dismissable.includes(status) ? `${path}/ecarter` : null,
    mergePath: status === 'new' ? `${path}/reunir` : null,
    releasePath: ['quarantined', 'dropped'].includes(status) ? `${path}/remettre` : null,
    undoPath: ['dismissed', 'merged', 'in-review'].includes(status) ? `${path}/defaire` : null,
    takePath: status === 'new' && item.assignee !== visitor ? `${path}/prendre` : null,
    changes: (item.changes ?? []).map(({ target, kind, isCertain }) => ({
      done: kindWords[kind] ?? 'touché',
      ...legalReference(target),
      isCertain,
    })),
    impacts: (item.impacts ?? []).map(({ resource, title, level }) => ({
      path: `/ressources/${encodeURIComponent(resource)}`,
      title: spaced(title),
      level: levelWords[level] ?? level,
    })),
    changesPath: item.family === 'legal-watch' ? `${path}/textes` : null,
    isMine: item.assignee === visitor,
    versions: item.versions
      .toReversed()
      .map(({ title, text, seenAt }) => ({ title: spaced(title), text: spaced(text), seenAt })),
    history: item.history
      .toReversed()
      .map(({ at, what, reason }) => ({ at, what: deeds[what] ?? what, reason: reason && spaced(reason) })),
  };
};
