/** What whoever hands something in accepts, with the version that is kept beside their contribution. */
export const charter = {
  version: '2026-1',
  title: 'Charte des contributions',
  articles: [
    'Je contribue au nom d’un réseau, ou avec son accord : la ressource est d’intérêt commun et peut servir à tous.',
    'J’ai le droit de la partager. J’accorde à chacun, pour le monde entier et sans limite de durée, les droits que donne la licence choisie ; je reste titulaire des miens.',
    'Je cite mes sources, et je respecte la licence de ce que j’adapte.',
    'La ressource ne contient ni donnée personnelle inutile, ni publicité, ni réponse à un cas particulier de droit.',
    'Un comité éditorial pluriacteurs en apprécie la qualité et la portée ; ses motifs sont publiés, sans nom.',
    'Mon réseau la tient à jour ou dit qu’elle ne l’est plus. Je peux demander son retrait, ou celui de mon nom.',
  ],
} as const;

export interface CharterAcceptance {
  readonly version: string;
  readonly acceptedAt: string;
  /** A person’s or a network’s id. */
  readonly by: string;
}
