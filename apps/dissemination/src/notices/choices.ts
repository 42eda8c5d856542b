import type { NoticeKind } from '#contracts';

/** What a member may ask not to be told, by subject. */
export const noticeGroups = {
  cases: 'Les dossiers du comité : ouverts, confiés, en attente d’un avis, et les séances',
  network: 'Ce qui arrive dans mon réseau : contributions à cadrer, engagements à tenir',
  resources: 'La vie des ressources : étiquettes, adoptions, retours du terrain, relectures à prévoir',
  watch: 'La veille : sources en panne ou muettes, nouvelles retenues',
  tools: 'Mes points de réception : pannes et reprises',
} as const;
export type NoticeGroup = keyof typeof noticeGroups;
export const groupNames = Object.keys(noticeGroups) as NoticeGroup[];

const kinds: Readonly<Record<NoticeGroup, readonly NoticeKind[]>> = {
  cases: [
    'case.opened',
    'case.assigned',
    'case.reminder',
    'case.escalated',
    'case.overdue',
    'case.urgent',
    'case.objection',
    'session.planned',
    'session.moved',
    'session.cancelled',
  ],
  network: ['contribution.to-frame', 'contribution.reframed', 'contribution.endorsed', 'plan.due-soon', 'plan.overdue'],
  resources: [
    'resource.confirmed',
    'resource.restored',
    'resource.labelled',
    'resource.adopted',
    'resource.feedback_received',
    'resource.verified',
    'resource.verification-due',
    'trial.volunteered',
    'trial.closed',
  ],
  watch: [
    'source.failing',
    'source.recovered',
    'source.silent',
    'source.speaking',
    'source.quarantined',
    'item.matched',
    'item.published',
    'item.changes-requested',
    'item.declined',
  ],
  tools: ['webhook-endpoint.failing', 'webhook-endpoint.recovered'],
};

/** The subjects of these that may be declined, each once, in the order of the page. */
export const declinable = (told: readonly { readonly kind: string }[]): NoticeGroup[] => {
  const groups = new Set(told.map(({ kind }) => groupOf(kind)));
  return groupNames.filter((group) => groups.has(group));
};

/**
 * Null for what everybody concerned is told whatever they chose: an agreement that is asked for, a decision on what they handed in
 * with its reasons, what is held back or withdrawn of theirs, the end of something that they rely on, the exercise of a right.
 */
export const groupOf = (kind: string): NoticeGroup | null =>
  groupNames.find((group) => (kinds[group] as readonly string[]).includes(kind)) ?? null;
