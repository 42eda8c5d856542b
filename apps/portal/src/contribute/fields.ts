/**
 * How a field is asked for. `lines`: one entry a line; `day`: its first or last moment in Paris; `date`: the day itself; `moment`: a day
 * and an hour in Paris; `flag`: ticked or not; `place`: latitude and longitude, as maps give them.
 */
export type FieldKind =
  | 'line'
  | 'text'
  | 'one'
  | 'some'
  | 'lines'
  | 'links'
  | 'territory'
  | 'territories'
  | 'networks'
  | 'day'
  | 'date'
  | 'moment'
  | 'flag'
  | 'place'
  | 'count';

/** A field of the form. What it may hold, and whether it must be there, is told by the API. */
export interface Field {
  /** Its path in the API: `observation.period`. */
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly hint?: string;
  /** The vocabulary that its choices come from. */
  readonly vocabulary?: string;
  /** Asked for at once, whatever the API wants of this contribution. */
  readonly isUsual?: boolean;
  /** What is proposed as long as nothing is said. */
  readonly initial?: string;
  /** Only of what was handed in before. */
  readonly isOfRevision?: boolean;
  /** The last moment of its day rather than the first. */
  readonly isEnd?: boolean;
}

export interface Step {
  /** Its part of the address. */
  readonly slug: string;
  readonly title: string;
  readonly lead: string;
  readonly fields: readonly Field[];
}

/** The guided form: what is asked, in which order, and in which words. */
export const steps: readonly Step[] = [
  {
    slug: 'essentiel',
    title: 'L’essentiel',
    lead: 'Quatre réponses suffisent pour commencer. Tout se corrige ensuite.',
    fields: [
      {
        name: 'title',
        kind: 'line',
        label: 'Titre',
        isUsual: true,
        hint: 'Ce que l’on cherche : « Tenir une assemblée générale à distance ».',
      },
      {
        name: 'summary',
        kind: 'text',
        label: 'Résumé',
        isUsual: true,
        hint: 'À qui elle sert, pour faire quoi : deux ou trois phrases.',
      },
      { name: 'family', kind: 'one', label: 'Famille', vocabulary: 'family', isUsual: true },
      { name: 'format', kind: 'one', label: 'Format', vocabulary: 'format', isUsual: true },
      {
        name: 'change',
        isOfRevision: true,
        isUsual: true,
        kind: 'text',
        label: 'Ce qui change',
        hint: 'En une phrase : elle est mise en tête des annonces de la nouvelle version.',
      },
    ],
  },
  {
    slug: 'contenu',
    title: 'Le contenu',
    lead: 'Où la trouver, et comment s’en servir.',
    fields: [
      { name: 'technicalNature', kind: 'one', label: 'Nature de l’outil', vocabulary: 'technicalNature' },
      {
        name: 'howToUse',
        kind: 'lines',
        label: 'Comment s’en servir',
        isUsual: true,
        hint: 'Une étape par ligne, de une à sept. « Lire le guide. Remplir le modèle. Le faire relire. »',
      },
      {
        name: 'links',
        kind: 'links',
        label: 'Liens',
        isUsual: true,
        hint: 'Une adresse où la consulter. Inutile si vous joignez un fichier.',
      },
      {
        name: 'expiresAt',
        kind: 'day',
        label: 'Dernier jour de validité',
        isEnd: true,
        hint: 'Pour une actualité ou un appel à projets : ensuite, elle quitte les listes.',
      },
      {
        name: 'observation.period',
        kind: 'line',
        label: 'Période observée',
        hint: '« 2024 », « de janvier à juin 2025 »',
      },
      { name: 'observation.method', kind: 'text', label: 'Méthode' },
      {
        name: 'observation.producer',
        kind: 'line',
        label: 'Producteur des données',
        hint: 'Votre réseau, si vous ne dites rien.',
      },
      { name: 'observation.population', kind: 'line', label: 'Qui a été observé' },
      { name: 'observation.sampleSize', kind: 'count', label: 'Taille de l’échantillon' },
      {
        name: 'textAlternative',
        kind: 'text',
        label: 'Version texte',
        hint: 'Ce que dit l’image, le son ou la vidéo, pour qui ne la voit ou ne l’entend pas.',
      },
      { name: 'physicalHolding', kind: 'line', label: 'Où se trouve un exemplaire papier' },
      { name: 'funding.funder', kind: 'line', label: 'Financeur public', hint: 'Pour annoncer un financement ouvert.' },
      { name: 'funding.opensAt', kind: 'day', label: 'Ouverture des demandes' },
      { name: 'funding.eligible', kind: 'text', label: 'Qui peut demander' },
      { name: 'relatedTraining', kind: 'links', label: 'Formations en rapport' },
    ],
  },
  {
    slug: 'public',
    title: 'Pour qui, pour quoi',
    lead: 'C’est ainsi que les autres réseaux la trouveront.',
    fields: [
      { name: 'themes', kind: 'some', label: 'Thèmes', vocabulary: 'theme', isUsual: true },
      { name: 'audiences', kind: 'some', label: 'Pour qui', vocabulary: 'audience', isUsual: true },
      { name: 'supportTasks', kind: 'some', label: 'Elle aide à', vocabulary: 'task', isUsual: true },
      { name: 'uses', kind: 'some', label: 'Elle permet de', vocabulary: 'use', isUsual: true },
      {
        name: 'support',
        kind: 'one',
        label: 'Type d’accompagnement',
        vocabulary: 'support',
        isUsual: true,
        initial: 'transversal',
      },
      {
        name: 'sector',
        kind: 'one',
        label: 'Secteur',
        vocabulary: 'sector',
        hint: 'Pour un accompagnement spécifique.',
      },
      { name: 'competences', kind: 'lines', label: 'Compétences visées', hint: 'Une par ligne.' },
    ],
  },
  {
    slug: 'territoires',
    title: 'Les territoires',
    lead: 'D’où elle vient, et où elle a servi. Le comité éditorial décidera de sa portée.',
    fields: [
      { name: 'territories', kind: 'territories', label: 'Territoires d’origine', isUsual: true },
      { name: 'scale', kind: 'one', label: 'Échelle', vocabulary: 'scale', isUsual: true, initial: 'territorial' },
      { name: 'fieldTest.testedIn', kind: 'territories', label: 'Où a-t-elle été testée ?' },
      {
        name: 'fieldTest.verdict',
        kind: 'one',
        label: 'Qu’en dites-vous ?',
        vocabulary: 'verdict',
        initial: 'inspiration',
      },
      { name: 'scope.include', kind: 'territories', label: 'Portée proposée', hint: 'Où elle s’applique, selon vous.' },
      {
        name: 'scope.exclude',
        kind: 'territories',
        label: 'Sauf',
        hint: 'Par exemple les départements de droit local.',
      },
    ],
  },
  {
    slug: 'partage',
    title: 'Le partage',
    lead: 'À quelles conditions on peut la reprendre.',
    fields: [
      {
        name: 'licence',
        kind: 'one',
        label: 'Licence',
        vocabulary: 'licence',
        isUsual: true,
        hint: 'La Licence Ouverte permet à chacun de la reprendre en vous citant.',
      },
      {
        name: 'regime',
        kind: 'one',
        label: 'Cadre de la contribution',
        vocabulary: 'regime',
        isUsual: true,
        initial: 'voluntary',
      },
      {
        name: 'language',
        kind: 'line',
        label: 'Langue',
        initial: 'fr',
        isUsual: true,
        hint: 'Son code : fr, oc, br, en…',
      },
      { name: 'commonInterest', kind: 'text', label: 'En quoi elle intéresse tout le monde' },
      {
        name: 'coProducers',
        kind: 'networks',
        label: 'Réseaux coproducteurs',
        hint: 'Ils devront donner leur accord.',
      },
      { name: 'sponsor', kind: 'networks', label: 'Réseau parrain' },
      {
        name: 'flow',
        kind: 'one',
        label: 'Sens de circulation',
        vocabulary: 'flow',
        hint: 'Ascendante, si vous ne dites rien.',
      },
      {
        name: 'plan',
        kind: 'one',
        label: 'Engagement tenu',
        vocabulary: 'plan',
        hint: 'Celui de votre réseau auquel elle répond.',
      },
      {
        name: 'meeting',
        kind: 'one',
        label: 'Réunion de collecte',
        vocabulary: 'meeting',
        hint: 'Celle où elle a été recueillie.',
      },
      {
        name: 'legalRefs',
        kind: 'lines',
        label: 'Textes cités',
        hint: 'Un par ligne : « loi:1901-07-01/5 », « code:travail/L3142-54-1 ».',
      },
      {
        name: 'adaptationOf',
        kind: 'line',
        label: 'Ressource adaptée',
        hint: 'L’identifiant de la ressource publiée ici, à la fin de son adresse.',
      },
      {
        name: 'effort.hours',
        kind: 'count',
        label: 'Temps passé, en heures',
        hint: 'Pour vos dossiers de financement : seul votre réseau le voit.',
      },
      { name: 'effort.costEur', kind: 'count', label: 'Coût, en euros' },
    ],
  },
];

export const stepNamed = (slug: string): Step | undefined => steps.find((step) => step.slug === slug);

export const stepAfter = (slug: string): string =>
  steps[steps.findIndex((step) => step.slug === slug) + 1]?.slug ?? 'relire';

export const allFields: readonly Field[] = steps.flatMap(({ fields }) => fields);

/** As the browser names it, and links to it. */
export const idOf = (name: string): string => name.replaceAll('.', '-');

/** The field that an API pointer is about: the nearest above, or the first below. */
export const fieldAt = (pointer: string, fields: readonly Field[] = allFields): Field | undefined => {
  const path = pointer.slice(1).replaceAll('/', '.');
  return (
    fields.find(({ name }) => path === name || path.startsWith(`${name}.`)) ??
    fields.find(({ name }) => name.startsWith(`${path}.`))
  );
};

export const stepOf = (pointer: string): Step | undefined => {
  const field = fieldAt(pointer);
  if (field) return steps.find(({ fields }) => fields.includes(field));
  return pointer.startsWith('/files') ? stepNamed('contenu') : undefined;
};
