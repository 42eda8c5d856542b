import type { PublicResource } from '#contracts';
import {
  audiences,
  families,
  formats,
  frenchDate,
  frenchList,
  licences,
  scales,
  sectors,
  supports,
  supportTasks,
  territoryName,
  themes,
  uses,
} from '#taxonomy';

/** What differs between two versions, as people read it; null where there was, or is, nothing. */
export interface FieldChange {
  readonly field: string;
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

type Field = readonly [field: string, label: string, read: (resource: PublicResource) => string | null | undefined];
type Labels = { label(id: string): string };

const several = (all: readonly string[], vocabulary: Labels): string =>
  frenchList(all.map((id) => vocabulary.label(id)));
const places = (codes: readonly string[]): string => frenchList(codes.map(territoryName));
const lines = (all: readonly string[]): string => all.join('\n');

const fields: readonly Field[] = [
  ['title', 'Titre', ({ title }) => title],
  ['summary', 'Résumé', ({ summary }) => summary],
  ['family', 'Famille', ({ family }) => families.label(family)],
  ['format', 'Format', ({ format }) => formats.label(format)],
  ['themes', 'Thèmes', (resource) => several(resource.themes, themes)],
  ['audiences', 'Publics', (resource) => several(resource.audiences, audiences)],
  ['supportTasks', 'Tâches d’appui', (resource) => several(resource.supportTasks, supportTasks)],
  ['uses', 'Usages', (resource) => several(resource.uses, uses)],
  ['howToUse', 'Mode d’emploi', ({ howToUse }) => lines(howToUse)],
  ['support', 'Accompagnement', ({ support }) => supports.label(support)],
  ['sector', 'Secteur', ({ sector }) => (sector ? sectors.label(sector) : null)],
  ['scale', 'Échelle', ({ scale }) => scales.label(scale)],
  ['territories', 'Territoires d’origine', ({ territories }) => places(territories)],
  ['scope', 'Portée', ({ scope }) => scopeText(scope)],
  ['fieldTest', 'Test de terrain', ({ fieldTest }) => fieldTest?.sentence],
  ['verification', 'Relecture', ({ verification }) => verification?.sentence],
  ['licence', 'Licence', ({ licence }) => licences.label(licence)],
  ['links', 'Liens', ({ links }) => lines(links.map(({ title, url }) => `${title} (${url})`))],
  ['files', 'Fichiers', ({ files }) => lines(files.map(({ url }) => url))],
  ['legalRefs', 'Textes cités', ({ legalRefs }) => lines(legalRefs)],
  ['textAlternative', 'Version texte', ({ textAlternative }) => textAlternative],
  ['physicalHolding', 'Exemplaire papier', ({ physicalHolding }) => physicalHolding],
  ['expiresAt', 'Date limite', ({ expiresAt }) => (expiresAt ? frenchDate(expiresAt) : null)],
];

const scopeText = ({ include, exclude }: PublicResource['scope']): string =>
  exclude.length ? `${places(include)}, sauf ${places(exclude)}` : places(include);

/** The fields that differ, in the order in which a resource is read. */
export const changesBetween = (before: PublicResource, after: PublicResource): FieldChange[] =>
  fields.flatMap(([field, label, read]) => {
    const [was, is] = [read(before) || null, read(after) || null];
    return was === is ? [] : [{ field, label, before: was, after: is }];
  });
