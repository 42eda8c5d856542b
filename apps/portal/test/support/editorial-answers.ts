import { aResource } from './a-resource.ts';

const content = {
  title: 'Tenir une permanence : à plusieurs',
  summary: 'Une trame pour les réseaux AGBV qui tiennent une permanence.\nEt ce qu’il faut prévoir.',
  family: 'documentary',
  format: 'guide',
  scale: 'territorial',
  territories: ['DEP-33'],
  support: 'transversal',
  themes: ['cooperation'],
  audiences: ['dirigeants', 'salaries'],
  supportTasks: ['accompagner'],
  uses: ['save-time'],
  howToUse: ['Réunir les pièces.', 'Préparer les questions.'],
  technicalNature: 'method',
  licence: 'etalab-2.0',
  regime: 'voluntary',
  language: 'fr',
  links: [
    { url: 'https://reseau.example/trame.pdf', title: 'La trame' },
    { url: 'javascript:alert(1)', title: 'Un piège' },
  ],
  fieldTest: { verdict: 'inspiration', testedIn: ['DEP-33'] },
  legalRefs: ['loi:1901-07-01/5'],
};

const opinion = {
  member: 'luc',
  seat: 'seat-2',
  committee: 'national',
  college: 'associatif',
  collegeLabel: 'Acteurs associatifs',
  network: 'n2',
  version: 2,
  recommendation: 'request-changes',
  criteria: { clarity: 'partly', accessibility: 'met', fieldTest: 'met', verification: 'not-applicable' },
  scope: { include: ['REG-53'], exclude: ['DEP-35'] },
  verdict: 'inspiration',
  comment: 'Il manque un exemple : le tableau <vide>.',
  at: '2026-11-20T09:00:00.000Z',
};

const line = {
  id: 'case-1',
  procedure: 'publication',
  contributionId: 'c-1',
  version: 2,
  committee: 'national',
  consulted: [],
  title: content.title,
  family: 'documentary',
  network: { id: 'n1', slug: 'riva-hdf', name: 'Riva Hauts-de-France' },
  status: 'open',
  openedAt: '2026-11-18T09:00:00.000Z',
  deadline: '2026-12-09T09:00:00.000Z',
  urgent: null,
  assignments: [{ person: 'luc' }],
  decision: null,
  missing: [{ code: 'colleges', needed: 1, not: ['associatif'], detail: 'Il manque un avis d’un autre collège.' }],
};

/** What editorial says in the tests of the pages: a test changes what matters. */
export const aCaseTold = (fields: Record<string, unknown> = {}) => ({
  ...line,
  policyVersion: 1,
  content,
  grid: [
    { criterion: 'clarity', label: 'Claire et lisible', marks, parts: [{ part: 'substance', label: 'Fond' }] },
    { criterion: 'accessibility', label: 'Accessible', marks },
    { criterion: 'fieldTest', label: 'Testée sur le terrain', marks },
    { criterion: 'verification', label: 'Vérifiée par un professionnel', marks },
  ],
  hints: [
    { field: '/summary', excerpt: 'AGBV', detail: 'Sigle à expliquer la première fois : « nom complet (AGBV) ».' },
  ],
  opinions: [opinion],
  setAside: [],
  verifications: [],
  recusals: [],
  objections: [],
  threads: [
    {
      id: 't1',
      field: '/summary',
      messages: [
        { by: 'luc', college: 'associatif', text: 'Pour quelle taille de commune ?', at: '2026-11-20T09:00:00.000Z' },
        { by: 'marie', college: 'etat', text: 'Toutes.', at: '2026-11-21T09:00:00.000Z' },
      ],
      resolvedAt: null,
    },
  ],
  session: null,
  note: { text: 'À relire jeudi.' },
  changesSince: [],
  rounds: [
    {
      caseId: 'case-0',
      version: 1,
      openedAt: '2026-10-18T09:00:00.000Z',
      decision: {
        outcome: 'changes-requested',
        decidedAt: '2026-10-28T09:00:00.000Z',
        scope: null,
        verdict: null,
        reasons: ['Précisez le public.'],
      },
      opinions: [opinion],
    },
  ],
  mine: {
    seat: { id: 'seat-1', college: 'etat', collegeLabel: 'État', network: 'n3' },
    refusal: null,
    recommendation: null,
    isAssigned: false,
    canUnblock: true,
  },
  seats: [{ id: 'seat-1', college: 'etat', collegeLabel: 'État', network: 'n3' }],
  ...fields,
});
const marks = ['met', 'partly', 'not-met', 'not-applicable'];

export const aQueueTold = (items: readonly Record<string, unknown>[]) => ({
  items: items.map((fields) => ({
    ...line,
    canUnblock: true,
    mine: { seat: 'seat-1', recommendation: null, isAssigned: false },
    ...fields,
  })),
  total: items.length,
  next: null,
});

export const aRecordTold = (possible: Record<string, unknown> = {}) => ({
  id: 'R01',
  title: aResource().title,
  version: 1,
  network: aResource().network,
  status: 'published',
  statusLabel: 'Publiée',
  statusReason: null,
  label: 'none',
  labelLabel: 'Sans label',
  labelledUntil: null,
  verifiedUntil: '2027-11-18T09:00:00.000Z',
  expiresAt: null,
  adoptions: [
    {
      id: 'a1',
      network: { id: 'n2', slug: 'caf-59', name: 'Caf du Nord' },
      territory: 'DEP-59',
      mode: 'adapted',
      result: 'Douze associations.',
      adoptedAt: '2026-11-18T09:00:00.000Z',
    },
  ],
  verifications: [],
  requests: [
    {
      id: 'q1',
      command: 'suspend',
      reason: 'Nous la refaisons.',
      version: 1,
      at: '2026-11-18T09:00:00.000Z',
      resource: { id: 'R01', title: aResource().title, network: aResource().network },
    },
  ],
  labelProposals: [],
  history: [{ what: 'flag', at: '2026-11-18T09:00:00.000Z', version: 1, reason: 'Un texte cité a changé.' }],
  possible: {
    moves: [
      { command: 'flag', onlyAsks: false },
      { command: 'withdraw', onlyAsks: false },
    ],
    mayAnswer: true,
    label: { mayPropose: true, mayRevoke: false },
    mayVerify: false,
    mayOpenTrial: true,
    ...possible,
  },
});

/** What a changed text does to a resource. */
export const anImpactTold = (more: object = {}) => ({
  id: 'i1',
  ...{ itemTitle: 'LOI n° 2024-344 du 15 avril 2024', url: 'https://legifrance.example/loi', level: 'certain' },
  ...{ publishedAt: '2024-04-16T05:00:00Z', foundAt: '2024-04-16T07:00:00Z', kind: 'modified', status: 'open' },
  ...{ keys: ['code:travail/L3142-54-1'], effectiveAt: '2024-04-17', outcome: null, reason: null, proposed: null },
  resource: { id: 'R02', title: 'Le congé de formation des bénévoles', version: 1, network: { name: 'RIVA' } },
  possible: { mayAccept: true, outcomes: ['no-effect', 'suspend', 'withdraw'] },
  ...more,
});
