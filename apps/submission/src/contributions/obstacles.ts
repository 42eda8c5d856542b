import type { ContributionContent } from '#contracts';
import type { FieldError } from '#platform';
import type { Attachment } from '../attachments/attachment.ts';

const always = [
  'title',
  'summary',
  'family',
  'format',
  'scale',
  'territories',
  'support',
  'themes',
  'audiences',
  'supportTasks',
  'uses',
  'howToUse',
  'licence',
  'regime',
  'language',
] as const satisfies readonly (keyof ContributionContent)[];

const needTextAlternative = ['mind-map', 'infographic', 'video'];

const missing = (pointer: string, fr = 'Ce champ est nécessaire.', en = 'This field is required.'): FieldError => ({
  pointer,
  code: 'required',
  detail: { fr, en },
});

const misplaced = (pointer: string, fr: string, en: string): FieldError => ({
  pointer,
  code: 'not-applicable',
  detail: { fr, en },
});

/**
 * Everything that stands between a draft and the committee, at once: what is missing, and what does not go together.
 *
 * @param revises whether an earlier version is public.
 */
export const obstacles = (
  content: ContributionContent,
  revises: boolean,
  now: Date,
  files: readonly Attachment[] = [],
): FieldError[] => [
  ...always.filter((field) => content[field] === undefined).map((field) => missing(`/${field}`)),
  ...(content.links?.length || content.physicalHolding || files.length
    ? []
    : [
        missing(
          '/links',
          'Au moins un lien, un fichier ou le lieu où se trouve un exemplaire papier est nécessaire.',
          'At least one link, one file or the place of a paper copy is needed.',
        ),
      ]),
  ...sectorObstacles(content),
  ...familyObstacles(content, now),
  ...observationObstacles(content, files),
  ...fundingObstacles(content),
  ...(needTextAlternative.includes(content.format ?? '') && !content.textAlternative
    ? [missing('/textAlternative', 'Ce format demande une version texte.', 'This format needs a text alternative.')]
    : []),
  ...(revises && !content.change
    ? [missing('/change', 'Dites en une phrase « Ce qui change ».', 'Say in one sentence what changes.')]
    : []),
];

const sectorObstacles = ({ support, sector }: ContributionContent): FieldError[] => {
  if (support === 'specific' && !sector) {
    return [missing('/sector', 'Un appui spécifique a un secteur.', 'Specific support has a sector.')];
  }
  if (support === 'transversal' && sector) {
    return [misplaced('/sector', 'Un appui transversal n’a pas de secteur.', 'Transversal support has no sector.')];
  }
  return [];
};

const familyObstacles = (content: ContributionContent, now: Date): FieldError[] => {
  const { family, fieldTest, technicalNature, observation, expiresAt } = content;
  const found: FieldError[] = [];
  if (family === 'documentary') {
    if (!technicalNature) found.push(missing('/technicalNature'));
    if (!fieldTest)
      found.push(missing('/fieldTest', 'Dites où la ressource a été testée.', 'Say where it was tested.'));
  } else if (family && fieldTest) {
    found.push(
      misplaced(
        '/fieldTest',
        'Seule la famille documentaire est testée sur le terrain.',
        'Only documentary is field-tested.',
      ),
    );
  }
  if (family === 'observation' && !observation) found.push(missing('/observation'));
  if (family === 'social-watch' && !expiresAt) {
    found.push(missing('/expiresAt', 'Une actualité a une date de fin.', 'News has an end date.'));
  }
  if (expiresAt && Date.parse(expiresAt) <= now.getTime()) {
    found.push({
      pointer: '/expiresAt',
      code: 'in-the-past',
      detail: { fr: 'Cette date est déjà passée.', en: 'This date has passed.' },
    });
  }
  return found;
};

/** Where a paper copy is held does not show the data. */
const observationObstacles = (content: ContributionContent, files: readonly Attachment[]): FieldError[] => {
  const { family, links, physicalHolding } = content;
  if (family !== 'observation' || links?.length || files.length || !physicalHolding) return [];
  return [
    missing('/links', 'Une observation donne ses données : un fichier ou un lien.', 'An observation gives its data.'),
  ];
};

/** Money that one may ask for is news, and closes one day. */
const fundingObstacles = ({ family, funding, expiresAt }: ContributionContent): FieldError[] => {
  if (!funding || !family) return [];
  if (family !== 'social-watch') {
    const fr = 'Un financement public relève de la famille « Actualités des réseaux et de la vie associative ».';
    return [misplaced('/funding', fr, 'Public funding belongs to the family social-watch.')];
  }
  const { opensAt } = funding;
  if (!opensAt || !expiresAt || Date.parse(opensAt) < Date.parse(expiresAt)) return [];
  const detail = { fr: 'L’ouverture vient avant la clôture.', en: 'It opens before it closes.' };
  return [{ pointer: '/funding/opensAt', code: 'opens-after-it-closes', detail }];
};
