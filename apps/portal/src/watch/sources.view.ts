import { counted, spaced } from '../pages/french.ts';
import { watchTrail } from './item.facts.ts';
import type { SourceFacts } from './source.facts.ts';

const said: Readonly<Record<string, string>> = {
  ajout: 'La source est surveillée : elle est lue tout de suite.',
  relire: 'La source va être relue.',
  pause: 'La source est en pause.',
  reprise: 'La source est de nouveau surveillée.',
  quarantaine: 'La quarantaine est levée.',
  retrait: 'La source n’est plus surveillée. Ce qu’elle a apporté reste.',
};

export const sourcesView = (items: readonly SourceFacts[], isPollingOn: boolean, done: string) => ({
  title: 'Sources',
  isHidden: true,
  breadcrumb: [...watchTrail, { label: 'Sources' }],
  notice: said[done],
  isPollingOff: !isPollingOn,
  total: counted(items.length, 'source', 'sources'),
  // What needs somebody first.
  sources: items.map(sourceLine).toSorted((a, b) => Number(b.isTroubled) - Number(a.isTroubled)),
});

const troubled = ['failing', 'silent', 'quarantined'];

const sourceLine = ({ id, state, usefulness, network, ...source }: SourceFacts) => ({
  ...source,
  name: spaced(source.name),
  notes: source.notes && spaced(source.notes),
  health: state?.healthLabel ?? 'Non relevée',
  isTroubled: troubled.includes(state?.health ?? ''),
  error: state?.quarantine?.reason ?? state?.lastError,
  movedTo: state?.movedTo,
  lastAnsweredAt: state?.lastAnsweredAt,
  usefulness: usefulness.seen ? `${usefulness.kept} sur ${usefulness.seen}` : null,
  isRead: state !== null && state.dueAt !== null,
  isPausable: source.isEnabled && source.url !== null,
  readPath: `/veille/sources/${encodeURIComponent(id)}/relire`,
  pausePath: `/veille/sources/${encodeURIComponent(id)}/${source.isEnabled ? 'pause' : 'reprise'}`,
  isOwn: network !== null,
  quarantinePath: state?.quarantine ? `/veille/sources/${encodeURIComponent(id)}/quarantaine` : null,
  removePath: source.isShipped ? null : `/veille/sources/${encodeURIComponent(id)}/retrait`,
});
