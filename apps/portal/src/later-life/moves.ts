/** What can be done with a public resource after being asked, by the API’s name of it. */
export interface MoveStep {
  /** The last part of its address. */
  readonly path: string;
  readonly title: string;
  readonly lead: string;
  readonly button: string;
  /** As a network asks for it. */
  readonly asked: string;
  /** What the record says afterwards. */
  readonly done: string;
}

export const moveSteps: Readonly<Record<string, MoveStep>> = {
  flag: {
    path: 'signaler',
    title: 'Signaler une vérification en cours',
    lead: 'La ressource reste publiée, avec un avertissement. Celles et ceux qui l’ont reçue sont prévenus. Le comité peut ensuite la confirmer.',
    button: 'Signaler',
    asked: 'signaler une vérification en cours',
    done: 'La vérification en cours est affichée.',
  },
  confirm: {
    path: 'confirmer',
    title: 'Confirmer la ressource',
    lead: 'L’avertissement disparaît, et la ressource compte comme vérifiée pour la durée que disent les règles.',
    button: 'Confirmer',
    asked: 'confirmer la ressource',
    done: 'La ressource est confirmée.',
  },
  suspend: {
    path: 'suspendre',
    title: 'Suspendre la ressource',
    lead: 'Elle n’est plus proposée : ses liens et fichiers ne sont plus montrés. Celles et ceux qui l’ont reçue sont prévenus. Le comité peut la rétablir.',
    button: 'Suspendre',
    asked: 'suspendre la ressource',
    done: 'La ressource est suspendue.',
  },
  restore: {
    path: 'retablir',
    title: 'Rétablir la ressource',
    lead: 'Elle est proposée à nouveau, comme avant sa suspension.',
    button: 'Rétablir',
    asked: 'rétablir la ressource',
    done: 'La ressource est rétablie.',
  },
  withdraw: {
    path: 'retirer',
    title: 'Retirer la ressource',
    lead: 'C’est définitif : il ne reste qu’une page qui dit pourquoi. Celles et ceux qui l’ont reçue sont prévenus. Pour une pause, suspendez-la plutôt.',
    button: 'Retirer définitivement',
    asked: 'retirer la ressource',
    done: 'La ressource est retirée.',
  },
};

const happenings: Readonly<Record<string, string>> = {
  flag: 'Vérification en cours',
  confirm: 'Confirmée',
  suspend: 'Suspendue',
  restore: 'Rétablie',
  expire: 'Terminée',
  withdraw: 'Retirée',
  label: 'Devenue référence nationale',
  unlabel: 'N’est plus référence nationale',
  'request-declined': 'Demande du réseau déclinée',
  verified: 'Relue par un professionnel',
  'credit-removed': 'Nom du réseau retiré, à sa demande',
};

export const happeningInWords = (what: string): string => happenings[what] ?? what;
export const recordPath = (id: string): string => `/ressources/${encodeURIComponent(id)}/suivi`;
export const resourceApi = (id: string): string => `/api/v1/resources/${encodeURIComponent(id)}`;
