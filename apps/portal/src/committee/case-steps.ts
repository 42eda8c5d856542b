import type { Method } from '../proxy/proxied-routes.ts';

/** What a member does with a case after being asked: by the last part of its address. */
export interface CaseStep {
  readonly title: string;
  readonly lead: string;
  readonly button: string;
  readonly method: Method;
  /** After `/api/v1/cases/{id}`. */
  readonly api: string;
  readonly reason?: { readonly label: string; readonly hint?: string };
  /** What the case page says afterwards. */
  readonly done: string;
}

export const caseSteps: Readonly<Record<string, CaseStep>> = {
  recusation: {
    title: 'Se récuser',
    lead: 'Votre avis ne compte plus sur ce dossier, et cela ne se défait pas. Les autres membres lisent la raison.',
    button: 'Me récuser',
    method: 'POST',
    api: '/recusals',
    reason: { label: 'Pourquoi ?', hint: 'Par exemple un lien avec le réseau qui l’a produite.' },
    done: 'recusation',
  },
  objection: {
    title: 'Lever une objection',
    lead: 'Le dossier ne peut plus être décidé par les seuls avis : la prochaine séance en décide. Les autres membres sont prévenus.',
    button: 'Lever l’objection',
    method: 'POST',
    api: '/objections',
    reason: { label: 'Votre objection' },
    done: 'objection',
  },
  urgence: {
    title: 'Demander l’urgence',
    lead: 'Pour la veille juridique : pas de délai minimal, une échéance en heures, et tous les membres appelés tout de suite.',
    button: 'Ouvrir la procédure d’urgence',
    method: 'POST',
    api: '/urgency',
    reason: { label: 'Pourquoi est-ce urgent ?' },
    done: 'urgence',
  },
  rappel: {
    title: 'Rappeler le dossier',
    lead: 'Votre comité reprend ce dossier à celui qui l’examine par délégation. Les avis déjà donnés restent lisibles, et ne comptent plus.',
    button: 'Rappeler le dossier',
    method: 'POST',
    api: '/recall',
    reason: { label: 'Pourquoi ?' },
    done: 'rappel',
  },
  'avis/retirer': {
    title: 'Retirer mon avis',
    lead: 'Il ne compte plus. Vous pouvez en donner un autre tant que le dossier n’est pas décidé.',
    button: 'Retirer mon avis',
    method: 'DELETE',
    api: '/opinions',
    done: 'avis-retire',
  },
};
