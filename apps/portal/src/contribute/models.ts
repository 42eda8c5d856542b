/** What a resource of a format usually says: an outline to start from, in words of one's own. */
export interface Model {
  readonly label: string;
  readonly howToUse: string;
}

const reading = {
  label: 'un document à lire',
  howToUse:
    'Lire le document.\nRepérer ce qui concerne l’association accompagnée.\nEn parler avec elle, exemples à l’appui.',
};
const filling = {
  label: 'un outil à remplir',
  howToUse: 'Copier le modèle.\nLe remplir avec l’association.\nLe faire relire avant de s’en servir.',
};
const watching = {
  label: 'un média',
  howToUse:
    'Regarder ou écouter une première fois seul.\nChoisir l’extrait utile.\nLe partager avec l’association et en discuter.',
};
const running = {
  label: 'une animation',
  howToUse:
    'Préparer le matériel et la salle.\nAnimer la séance en suivant le déroulé.\nRecueillir les retours des participants.',
};
const learning = {
  label: 'des données',
  howToUse:
    'Consulter les chiffres de son territoire.\nLire la méthode avant de comparer.\nCiter la source et la date.',
};

const models: Readonly<Record<string, Model>> = {
  guide: reading,
  'fact-sheet': reading,
  'case-study': reading,
  paper: reading,
  newsletter: reading,
  'watch-note': reading,
  'decision-tree': filling,
  checklist: filling,
  template: filling,
  spreadsheet: filling,
  'mind-map': watching,
  infographic: watching,
  video: watching,
  podcast: watching,
  webinar: watching,
  tutorial: watching,
  'facilitation-kit': running,
  dataset: learning,
  survey: learning,
  study: learning,
  map: learning,
};

/** The outline for a format; none for one that is not known here. */
export const modelFor = (format: unknown): Model | undefined =>
  typeof format === 'string' ? models[format] : undefined;
