import type { AnnouncedContent } from '#contracts';
import {
  audiences,
  families,
  formats,
  frenchList,
  licences,
  regimes,
  scales,
  sectors,
  supports,
  supportTasks,
  technicalNatures,
  themes,
  uses,
} from '#taxonomy';
import { contributionPath } from '../contribute/my-contributions.view.ts';
import { enumerated, frenchDate, frenchSize, spaced } from '../pages/french.ts';
import { legalReference } from '../resources/legal-reference.ts';
import { scopeInWords } from '../resources/resource.view.ts';
import { verdictInWords } from './words.ts';

/** One field of a version, as a member reads it. */
export interface FieldView {
  /** JSON Pointer of the field, which exchanges are about. */
  readonly field: string;
  readonly label: string;
  readonly lines: readonly string[];
  readonly links: readonly { readonly label: string; readonly url: string | null; readonly isOwn?: boolean }[];
}

type Labelled = { label(id: string): string };
const all = (vocabulary: Labelled, ids: readonly string[]) => enumerated(ids.map((id) => vocabulary.label(id)));
const some = (text: string | null | undefined): readonly string[] => (text ? spaced(text).split(/\n+/) : []);

/** What a version says, in the order in which one judges it; what it does not say is left out. */
export const contentView = (content: AnnouncedContent, contribution: string): FieldView[] =>
  [...whatItIs(content, contribution), ...whereItHolds(content), ...whatForm(content)].filter(
    ({ lines, links }) => lines.length + links.length > 0,
  );

const field = (name: string, label: string, lines: readonly string[], links: FieldView['links'] = []): FieldView => ({
  field: `/${name}`,
  label,
  lines,
  links,
});

const whatItIs = (content: AnnouncedContent, contribution: string): FieldView[] => [
  field('change', 'Ce qui change', some(content.change)),
  field('summary', 'Résumé', some(content.summary)),
  field('howToUse', 'Comment s’en servir', content.howToUse.map(spaced)),
  field(
    'links',
    'Liens',
    [],
    content.links?.map(({ url, title }) => ({ label: spaced(title), url: webOnly(url) })),
  ),
  field(
    'files',
    'Fichiers',
    [],
    content.files?.map((file) => fileLink(file, contribution)),
  ),
  field('physicalHolding', 'Exemplaire papier', some(content.physicalHolding)),
  field('textAlternative', 'En texte', some(content.textAlternative)),
  field('uses', 'Ce qu’elle apporte', some(all(uses, content.uses))),
  field('supportTasks', 'Dans l’accompagnement', some(all(supportTasks, content.supportTasks))),
  field('audiences', 'Pour qui', some(all(audiences, content.audiences))),
  field('commonInterest', 'Intérêt commun', some(content.commonInterest)),
  field('observation', 'Observation', observationIn(content)),
];

const whereItHolds = ({ territories, fieldTest, scope, scale, support, sector }: AnnouncedContent): FieldView[] => [
  field('territories', 'Origine', some(`${frenchList(territories)} (${scales.label(scale).toLowerCase()})`)),
  field(
    'fieldTest',
    'Test sur le terrain',
    fieldTest ? [frenchList(fieldTest.testedIn), `Proposé : ${verdictInWords(fieldTest.verdict)}`].map(spaced) : [],
  ),
  field('scope', 'Portée proposée', scope ? some(scopeInWords(scope)) : []),
  field(
    'support',
    'Accompagnement',
    some(sector ? `${supports.label(support)}, ${sectors.label(sector)}` : supports.label(support)),
  ),
];

const whatForm = (content: AnnouncedContent): FieldView[] => [
  field('family', 'Famille', some(families.label(content.family))),
  field('format', 'Format', some(formats.label(content.format))),
  field(
    'technicalNature',
    'Nature',
    content.technicalNature ? some(technicalNatures.label(content.technicalNature)) : [],
  ),
  field('themes', 'Thèmes', some(all(themes, content.themes))),
  field('legalRefs', 'Textes cités', [], content.legalRefs?.map(legalReference)),
  field('licence', 'Licence', some(licences.label(content.licence))),
  field('regime', 'Régime', some(regimes.label(content.regime))),
  field('expiresAt', 'Valable jusqu’au', content.expiresAt ? [frenchDate(content.expiresAt)] : []),
];

const observationIn = ({ observation }: AnnouncedContent): readonly string[] =>
  observation ? [`Période : ${observation.period}`, `Méthode : ${observation.method}`].map(spaced) : [];

const accessible: Readonly<Record<string, string>> = {
  yes: 'accessible',
  no: 'non accessible',
  unknown: 'accessibilité non vérifiée',
};
type File = NonNullable<AnnouncedContent['files']>[number];
/** As it was handed in: it is public nowhere yet, and opens to those who review it. */
const fileLink = ({ id, name, bytes, accessible: state }: File, contribution: string) => ({
  label: spaced(`${name} (${frenchSize(bytes)}, ${accessible[state]})`),
  url: `${contributionPath(contribution)}/fichiers/${encodeURIComponent(id)}`,
  isOwn: true,
});

const webOnly = (url: string): string | null => (/^https?:\/\//i.test(url) && URL.canParse(url) ? url : null);
