import { type IdOf, vocabulary } from './vocabulary.ts';

export const families = vocabulary('family', [
  { id: 'documentary', label: 'Ressources documentaires, médias et outils' },
  { id: 'observation', label: 'Observation' },
  { id: 'social-watch', label: 'Actualités des réseaux et de la vie associative' },
  { id: 'legal-watch', label: 'Veille juridique' },
]);
export type Family = IdOf<typeof families>;

/** `visual`: cannot be read as text, so it needs a text alternative. */
export const formats = vocabulary('format', [
  { id: 'guide', label: 'Guide', visual: false },
  { id: 'fact-sheet', label: 'Fiche pratique', visual: false },
  { id: 'checklist', label: 'Grille', visual: false },
  { id: 'decision-tree', label: 'Arbre de décision', visual: false },
  { id: 'template', label: 'Modèle', visual: false },
  { id: 'spreadsheet', label: 'Tableur', visual: false },
  { id: 'mind-map', label: 'Carte mentale', visual: true },
  { id: 'infographic', label: 'Infographie', visual: true },
  { id: 'video', label: 'Vidéo', visual: true },
  { id: 'podcast', label: 'Podcast', visual: false },
  { id: 'webinar', label: 'Webinaire', visual: false },
  { id: 'tutorial', label: 'Tutoriel', visual: false },
  { id: 'facilitation-kit', label: 'Kit d’animation', visual: false },
  { id: 'case-study', label: 'Retour d’expérience', visual: false },
  { id: 'dataset', label: 'Jeu de données', visual: false },
  { id: 'survey', label: 'Enquête', visual: false },
  { id: 'study', label: 'Étude', visual: false },
  { id: 'directory', label: 'Annuaire', visual: false },
  { id: 'map', label: 'Cartographie', visual: false },
  { id: 'calendar', label: 'Calendrier', visual: false },
  { id: 'newsletter', label: 'Lettre', visual: false },
  { id: 'watch-note', label: 'Note de veille', visual: false },
  { id: 'paper', label: 'Document papier', visual: false },
]);
export type Format = IdOf<typeof formats>;

export const audiences = vocabulary('audience', [
  { id: 'benevoles', label: 'Bénévoles' },
  { id: 'dirigeants', label: 'Dirigeants bénévoles' },
  { id: 'salaries', label: 'Salariés' },
  { id: 'porteurs-projet', label: 'Porteurs de projet' },
  { id: 'structures-appui', label: 'Structures d’appui' },
  { id: 'collectivites', label: 'Collectivités' },
]);
export type Audience = IdOf<typeof audiences>;

/** Only for a resource whose support is `specific`, or a sectoral network. */
export const sectors = vocabulary('sector', [
  { id: 'sport', label: 'Sport' },
  { id: 'culture', label: 'Culture' },
  { id: 'jeunesse-education-populaire', label: 'Jeunesse et éducation populaire' },
  { id: 'social-sante', label: 'Social et santé' },
  { id: 'environnement', label: 'Environnement' },
  { id: 'insertion', label: 'Insertion' },
  { id: 'solidarite-internationale', label: 'Solidarité internationale' },
  { id: 'loisirs', label: 'Loisirs' },
  { id: 'habitat', label: 'Habitat' },
  { id: 'conseil', label: 'Conseil' },
  { id: 'recherche', label: 'Recherche' },
]);
export type Sector = IdOf<typeof sectors>;

/** Which task of a support worker the resource helps. */
export const supportTasks = vocabulary('task', [
  { id: 'accueillir', label: 'Accueillir' },
  { id: 'informer', label: 'Informer' },
  { id: 'orienter', label: 'Orienter' },
  { id: 'accompagner', label: 'Accompagner' },
  { id: 'former', label: 'Former' },
  { id: 'observer', label: 'Observer' },
]);
export type SupportTask = IdOf<typeof supportTasks>;

export const uses = vocabulary('use', [
  { id: 'save-time', label: 'Gagner du temps' },
  { id: 'build-skills', label: 'Monter en compétence' },
  { id: 'share-culture', label: 'Partager une culture commune' },
]);
export type Use = IdOf<typeof uses>;

/** What makes a documentary resource a technical tool. */
export const technicalNatures = vocabulary('technicalNature', [
  { id: 'method', label: 'Outil méthodologique' },
  { id: 'teaching', label: 'Outil pédagogique' },
  { id: 'exemplary-approach', label: 'Démarche exemplaire' },
]);
export type TechnicalNature = IdOf<typeof technicalNatures>;

export const scales = vocabulary('scale', [
  { id: 'national', label: 'Nationale' },
  { id: 'territorial', label: 'Territoriale' },
]);
export type Scale = IdOf<typeof scales>;

export const supports = vocabulary('support', [
  { id: 'transversal', label: 'Accompagnement transversal' },
  { id: 'specific', label: 'Accompagnement spécifique' },
]);
export type Support = IdOf<typeof supports>;

export const regimes = vocabulary('regime', [
  { id: 'mandatory', label: 'Contribution obligatoire' },
  { id: 'voluntary', label: 'Contribution volontaire' },
]);
export type Regime = IdOf<typeof regimes>;

/** What a field test says. */
export const verdicts = vocabulary('verdict', [
  { id: 'everywhere', label: 'Applicable partout' },
  { id: 'inspiration', label: 'Testée localement, source d’inspiration' },
]);
export type Verdict = IdOf<typeof verdicts>;

/** Which way a resource goes; both are reviewed by the same criteria. */
export const flows = vocabulary('flow', [
  { id: 'ascending', label: 'Ascendante (des réseaux vers le national)' },
  { id: 'descending', label: 'Descendante (du national vers les réseaux)' },
]);
export type Flow = IdOf<typeof flows>;
