export { frenchDate } from './french-date.ts';
export { type LegalCode, legalCodes } from './legal-codes.ts';
export * from './licences.ts';
export { nearest } from './nearest.ts';
export * from './network-vocabularies.ts';
export * from './resource-vocabularies.ts';
export { roleNames } from './role-names.ts';
export * from './status-vocabularies.ts';
export { synonyms } from './synonyms.ts';
export { nearestTerritories } from './territories/nearest-territories.ts';
export { pointOf } from './territories/points.ts';
export { type Scope, scopeLeaves, touches } from './territories/scope.ts';
export {
  frenchList,
  isTerritory,
  leavesOf,
  parentOf,
  type Territory,
  territories,
  territoryName,
  wholeCountry,
} from './territories/territories.ts';
export * from './themes.ts';
export { vocabularies } from './vocabularies.ts';
export { type IdOf, type Term, type Vocabulary, vocabulary } from './vocabulary.ts';
