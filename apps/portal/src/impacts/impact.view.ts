import { frenchDate, spaced } from '../pages/french.ts';
import { legalReference } from '../resources/legal-reference.ts';
import { type ImpactDetail, type ImpactFacts, impactPath } from './impact.facts.ts';
import { decisionAt, decisions, kindWords, levelWords, outcomeWords, statusWords } from './impact.words.ts';

export const impactsTrail = [
  { label: 'Comité éditorial', path: '/comite' },
  { label: 'Textes qui changent', path: '/comite/textes' },
] as const;

/** « Prend effet le 17 avril 2024 ». */
const effectIn = (effectiveAt: string | null): string => {
  if (!effectiveAt) return 'Date d’effet non précisée';
  const day = frenchDate(`${effectiveAt}T12:00:00Z`);
  return effectiveAt > new Date().toISOString().slice(0, 10) ? `Prendra effet le ${day}` : `A pris effet le ${day}`;
};

const lineView = (impact: ImpactFacts) => ({
  path: impactPath(impact.id),
  title: spaced(impact.resource.title),
  network: impact.resource.network.name,
  text: spaced(impact.itemTitle),
  level: levelWords[impact.level] ?? impact.level,
  isCertain: impact.level === 'certain',
  isAccepted: impact.status === 'accepted',
  done: kindWords[impact.kind] ?? 'touché',
  references: impact.keys.map((key) => legalReference(key)),
  effect: effectIn(impact.effectiveAt),
});

export const impactsView = (items: readonly ImpactFacts[], done: string) => {
  const lines = items.map(lineView);
  return {
    title: 'Textes qui changent',
    isHidden: true,
    breadcrumb: [impactsTrail[0], { label: impactsTrail[1].label }],
    notice: decisionAt(done)?.done,
    open: lines.filter(({ isAccepted }) => !isAccepted),
    accepted: lines.filter(({ isAccepted }) => isAccepted),
    isEmpty: lines.length === 0,
  };
};

export const impactView = (impact: ImpactDetail, done: string) => {
  const { possible, resource, proposed } = impact;
  const path = impactPath(impact.id);
  const allowed = decisions.filter(({ outcome }) =>
    outcome === null ? possible.mayAccept : possible.outcomes.includes(outcome),
  );
  return {
    ...lineView(impact),
    title: spaced(impact.itemTitle),
    isHidden: true,
    breadcrumb: [...impactsTrail, { label: spaced(resource.title) }],
    notice: decisionAt(done)?.done,
    status: statusWords[impact.status] ?? impact.status,
    url: impact.url,
    publishedAt: impact.publishedAt,
    foundAt: impact.foundAt,
    resourceTitle: spaced(resource.title),
    resourcePath: `/ressources/${encodeURIComponent(resource.id)}`,
    recordPath: `/ressources/${encodeURIComponent(resource.id)}/suivi`,
    version: resource.version,
    outcome: impact.outcome && outcomeWords[impact.outcome],
    reason: impact.reason && spaced(impact.reason),
    isRepealed: proposed === 'suspend' && impact.status !== 'closed',
    decisions: allowed.map((one, index) => ({ label: one.title, path: `${path}/${one.path}`, isQuiet: index > 0 })),
  };
};
