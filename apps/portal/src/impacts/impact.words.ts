/** How sure it is that a text touches what a resource cites. */
export const levelWords: Readonly<Record<string, string>> = {
  certain: 'Changement certain',
  probable: 'Changement probable',
  possible: 'Changement possible',
};

/** What happens to a cited text: « Texte cité, modifié : … ». */
export const kindWords: Readonly<Record<string, string>> = {
  modified: 'modifié',
  repealed: 'abrogé',
  moved: 'déplacé ou renuméroté',
  'new-version': 'remplacé par une nouvelle version',
  applied: 'précisé par un texte d’application',
};

export const statusWords: Readonly<Record<string, string>> = {
  open: 'À juger',
  accepted: 'Vérification en cours',
  closed: 'Jugé',
};

export const outcomeWords: Readonly<Record<string, string>> = {
  'no-effect': 'Sans incidence',
  'new-version': 'Une nouvelle version y répond',
  suspend: 'Ressource suspendue',
  withdraw: 'Ressource retirée',
};

interface Decision {
  readonly path: string;
  /** Null: it accepts. */
  readonly outcome: string | null;
  readonly title: string;
  readonly lead: string;
  readonly button: string;
  readonly done: string;
}

/** What one may decide, each on a page that asks first. */
export const decisions: readonly Decision[] = [
  {
    path: 'signaler',
    outcome: null,
    title: 'Signaler la ressource',
    lead: 'Elle reste publiée, avec un avertissement : « Un texte cité a changé ; relecture en cours. » Si le changement est certain, la relecture d’un professionnel ne vaut plus. Tous ceux qui l’ont reçue sont prévenus.',
    button: 'Signaler',
    done: 'La ressource est signalée : ceux qui l’ont reçue sont prévenus.',
  },
  {
    path: 'sans-incidence',
    outcome: 'no-effect',
    title: 'Sans incidence',
    lead: 'La ressource reste juste. Si ce changement l’avait fait signaler, elle est confirmée.',
    button: 'Dire sans incidence',
    done: 'C’est noté : la ressource reste juste.',
  },
  {
    path: 'nouvelle-version',
    outcome: 'new-version',
    title: 'Une nouvelle version y répond',
    lead: 'La version publiée depuis tient compte du changement.',
    button: 'Clore',
    done: 'C’est noté : la nouvelle version y répond.',
  },
  {
    path: 'suspendre',
    outcome: 'suspend',
    title: 'Suspendre la ressource',
    lead: 'Ses liens et fichiers ne sont plus montrés, jusqu’à ce que le comité la rétablisse ou la retire. Cela se défait.',
    button: 'Suspendre',
    done: 'La ressource est suspendue.',
  },
  {
    path: 'retirer',
    outcome: 'withdraw',
    title: 'Retirer la ressource',
    lead: 'Elle quitte le catalogue pour toujours ; une page dit pourquoi. Cela ne se défait pas.',
    button: 'Retirer',
    done: 'La ressource est retirée.',
  },
];

export const decisionAt = (path: string): Decision | undefined => decisions.find((one) => one.path === path);
