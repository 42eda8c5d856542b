import type { ContributionContent } from '#contracts';
import type { Contribution } from '../src/contributions/contribution.ts';
import type { Network } from '../src/networks/network.ts';

export const now = new Date('2026-03-02T09:00:00.000Z');

const common: ContributionContent = {
  title: 'Tenir une assemblée générale',
  summary: 'Les étapes, de la convocation au procès-verbal.',
  format: 'guide',
  scale: 'national',
  territories: ['NAT-FR'],
  support: 'transversal',
  themes: ['gouvernance'],
  audiences: ['dirigeants'],
  supportTasks: ['accompagner'],
  uses: ['save-time'],
  howToUse: ['Lire le guide.'],
  licence: 'cc-by-4.0',
  regime: 'voluntary',
  language: 'fr',
  links: [{ url: 'https://example.org/guide', title: 'Le guide' }],
};

/** All that the committee needs, for each family. */
export const complete = {
  documentary: {
    ...common,
    family: 'documentary',
    technicalNature: 'method',
    fieldTest: { verdict: 'inspiration', testedIn: ['DEP-37'] },
  },
  observation: { ...common, family: 'observation', observation: { period: '2025', method: 'Enquête en ligne.' } },
  'social-watch': { ...common, family: 'social-watch', expiresAt: '2026-06-30T21:00:00Z' },
  'legal-watch': { ...common, family: 'legal-watch' },
} as const satisfies Record<string, ContributionContent>;

/** A draft of which nothing was handed in yet. */
export const aContribution = (given: Partial<Contribution> = {}): Contribution => ({
  _id: 'contribution-1',
  v: 1,
  network: 'riva',
  createdBy: 'marie',
  status: 'draft',
  version: 0,
  content: complete.documentary,
  versions: [],
  committee: [],
  history: [{ at: '2026-03-01T09:00:00.000Z', what: 'created', version: 0 }],
  createdAt: '2026-03-01T09:00:00.000Z',
  ...given,
});

/** What the committee published once. */
export const published: Contribution['committee'] = [
  { caseId: 'case-1', version: 1, outcome: 'published', reasons: [], at: '2026-02-01T09:00:00.000Z' },
];

export const aNetwork = (given: Partial<Network> = {}): Network => ({
  _id: 'riva',
  v: 1,
  slug: 'riva-hdf',
  name: 'Réseau RIVA',
  circle: 'first',
  networkKind: 'territorial',
  actorType: 'association',
  territories: ['REG-32'],
  sector: null,
  supportLevel: null,
  isUmbrella: false,
  sponsor: null,
  registeredAt: '2026-01-05T09:00:00.000Z',
  ...given,
});
