import type { AnnouncedResource } from '#contracts';
import type { Adoption } from '../src/adoptions/adoption.ts';
import { approvedResource } from '../src/cases/approved-resource.ts';
import {
  type Case,
  criteria,
  type Mark,
  type Opinion,
  type Recommendation,
  type Verification,
} from '../src/cases/case.ts';
import { groundsOf } from '../src/cases/verdict.ts';
import { defaultPolicy } from '../src/policy/policy.ts';

/** A Monday. */
export const openedAt = '2026-03-02T09:00:00.000Z';
export const atOpening = new Date(openedAt);

export const daysLater = (days: number, from: string = openedAt): Date =>
  new Date(Date.parse(from) + days * 24 * 3600 * 1000);

type Given = Partial<Omit<Case, 'content'>> & { readonly content?: Partial<Case['content']> };

/** A case just opened: a documentary resource for the whole country, under rules that do not wait. */
export const aCase = ({ content, ...given }: Given = {}): Case => ({
  _id: 'case-1',
  v: 1,
  procedure: 'publication',
  proposal: 0,
  contributionId: 'contribution-1',
  version: 1,
  network: {
    networkId: 'producer',
    slug: 'riva-hdf',
    name: 'Réseau RIVA',
    circle: 'first',
    networkKind: 'territorial',
    actorType: 'association',
  },
  involvedNetworks: ['producer'],
  committee: 'national',
  consulted: [],
  setAside: [],
  assignments: [],
  recusals: [],
  objections: [],
  threads: [],
  notes: [],
  urgent: null,
  session: null,
  content: {
    title: 'Tenir une assemblée générale',
    summary: 'Les étapes, de la convocation au procès-verbal.',
    family: 'documentary',
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
    technicalNature: 'method',
    fieldTest: { verdict: 'everywhere', testedIn: ['DEP-37', 'DEP-33'] },
    ...content,
  },
  endorsedBy: 'facilitator',
  endorsedAs: 2,
  status: 'open',
  policy: defaultPolicy('test'),
  opinions: [],
  verifications: [],
  decision: null,
  openedAt,
  evaluateAt: null,
  ...given,
});

export const marked = (mark: Mark): Opinion['criteria'] =>
  Object.fromEntries(criteria.map((criterion) => [criterion, mark])) as Record<(typeof criteria)[number], Mark>;

let members = 0;
/** The approval of a member nobody else is, from a territorial network of its own. */
export const anOpinion = (given: Partial<Opinion> = {}): Opinion => {
  members += 1;
  return {
    member: `member-${members}`,
    seat: given.member ?? `member-${members}`,
    committee: 'national',
    college: 'etat',
    network: `network-${members}`,
    networkKind: 'territorial',
    version: 1,
    recommendation: 'approve',
    criteria: marked('met'),
    scope: null,
    verdict: null,
    comment: null,
    at: openedAt,
    ...given,
  };
};

const allColleges = ['etat', 'associatif', 'partenaire-local', 'reseau-partenaire', 'expert'] as const;

/** One opinion for each recommendation, from as many colleges as there are. */
export const opinionsSaying = (...recommendations: readonly Recommendation[]): Opinion[] =>
  recommendations.map((recommendation, index) =>
    anOpinion({ recommendation, college: allColleges[index % allColleges.length] ?? 'expert' }),
  );

export const aVerification = (given: Partial<Verification> = {}): Verification => ({
  verifier: 'marie',
  kind: 'accountant',
  independence: 'third-party',
  perimeter: 'les seuils de certification',
  verifiedAt: '2026-03-12T10:00:00.000Z',
  validUntil: null,
  ...given,
});

/** Taken up as it is by a network that nobody else is, with a result. */
export const anAdoption = (given: Partial<Adoption> = {}): Adoption => {
  members += 1;
  const network = `adopter-${members}`;
  return {
    id: `adoption-${members}`,
    network: { id: network, slug: network, name: `Réseau ${members}` },
    territory: 'DEP-33',
    mode: 'as-is',
    result: 'Deux heures gagnées par dossier.',
    adoptedAt: openedAt,
    version: 1,
    derivedResource: null,
    ...given,
  };
};

/** What an approval made public, all of it said by the contribution of `aCase`. */
export const aResource = (given: Partial<AnnouncedResource> = {}): AnnouncedResource => {
  const subject = aCase();
  const decision = { outcome: 'published', decidedAt: openedAt, scope: null, verdict: null, reasons: [] } as const;
  return { ...approvedResource(subject, { ...decision, grounds: groundsOf(subject, atOpening) }), ...given };
};
