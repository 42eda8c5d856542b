import { licences } from './licences.ts';
import {
  actorTypes,
  atlasKinds,
  cadences,
  circles,
  colleges,
  independence,
  networkKinds,
  supportLevels,
  verifierKinds,
} from './network-vocabularies.ts';
import {
  audiences,
  families,
  formats,
  regimes,
  scales,
  sectors,
  supports,
  supportTasks,
  technicalNatures,
  uses,
  verdicts,
} from './resource-vocabularies.ts';
import { contributionStatuses, labels, resourceStatuses } from './status-vocabularies.ts';
import { territories } from './territories/territories.ts';
import { themes } from './themes.ts';
import type { Vocabulary } from './vocabulary.ts';

const all: readonly Vocabulary[] = [
  families,
  formats,
  themes,
  audiences,
  sectors,
  supportTasks,
  uses,
  technicalNatures,
  licences,
  scales,
  supports,
  regimes,
  verdicts,
  labels,
  contributionStatuses,
  resourceStatuses,
  networkKinds,
  circles,
  colleges,
  actorTypes,
  supportLevels,
  verifierKinds,
  independence,
  atlasKinds,
  cadences,
];

/** Every vocabulary as plain data, for `GET /api/v1/vocabularies`. The version changes whenever a term does. */
export const vocabularies = {
  version: '2026-2',
  items: all.map(({ name, terms }) => ({ name, terms })),
  territories,
} as const;
