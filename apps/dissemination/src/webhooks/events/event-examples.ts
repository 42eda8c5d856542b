import type { PublicResource } from '#contracts';
import type { EventType } from './event-types.ts';

export const exampleOrigin = 'https://essaim.example';

const at = '2026-03-12T09:00:00.000Z';
const network = { id: '01960000-0000-7000-8000-000000000001', slug: 'reseau-exemple', name: 'Réseau d’exemple' };

/** One fixed resource: what every example and every test of an endpoint is about. */
const resource: PublicResource = {
  id: '01960000-0000-7000-8000-00000000e5a1',
  url: `${exampleOrigin}/ressources/01960000-0000-7000-8000-00000000e5a1`,
  version: 1,
  status: 'published',
  label: 'none',
  title: 'Exemple : préparer le rendez-vous annuel avec la mairie',
  summary: 'Une trame d’entretien et une liste de pièces. Cette ressource n’existe pas : elle sert à essayer.',
  change: null,
  family: 'documentary',
  format: 'checklist',
  themes: ['cooperation'],
  audiences: ['dirigeants'],
  supportTasks: ['accompagner'],
  uses: ['save-time'],
  howToUse: ['Réunir les pièces.', 'Préparer les questions.'],
  support: 'transversal',
  sector: null,
  scale: 'territorial',
  territories: ['DEP-37'],
  scope: { include: ['DEP-37'], exclude: [] },
  fieldTest: {
    verdict: 'inspiration',
    testedIn: ['DEP-37'],
    sentence:
      'Testée uniquement sur ce terrain : Indre-et-Loire. Peut inspirer ailleurs, sans prétendre fonctionner partout.',
  },
  verification: null,
  network,
  licence: 'etalab-2.0',
  language: 'fr',
  links: [{ url: 'https://reseau.example/trame.pdf', title: 'La trame' }],
  files: [],
  legalRefs: ['loi:1901-07-01/5'],
  grounds: null,
  publishedAt: at,
  revisedAt: null,
  verifiedUntil: '2027-03-12T09:00:00.000Z',
  expiresAt: null,
  statusReason: null,
};

const adopter = { id: '01960000-0000-7000-8000-000000000002', slug: 'autre-reseau', name: 'Autre réseau' };
const contribution = {
  id: resource.id,
  version: 1,
  title: resource.title,
  network: network.id,
  reasons: [] as string[],
  url: null as string | null,
};
const because = (status: PublicResource['status'], reason: string) => ({
  ...resource,
  status,
  statusReason: reason,
  reason,
});

/** What `data` looks like, for each type: shown in the documentation, and sent to whoever tests an endpoint. */
const examples: Record<EventType, Record<string, unknown>> = {
  'resource.published': resource,
  'resource.revised': {
    ...resource,
    version: 2,
    change: 'La liste des pièces suit le nouveau formulaire.',
    revisedAt: at,
  },
  'resource.flagged': because('flagged', 'Le texte cité a changé le 1er mars 2026.'),
  'resource.confirmed': { ...resource, reason: 'Le texte modifié ne change rien à cette ressource.' },
  'resource.suspended': because('suspended', 'Une erreur a été signalée ; elle est en cours de vérification.'),
  'resource.restored': { ...resource, reason: null },
  'resource.expired': { ...resource, status: 'expired', expiresAt: at },
  'resource.labelled': { ...resource, label: 'reference', labelledUntil: '2028-03-12T09:00:00.000Z' },
  'resource.unlabelled': { ...resource, reason: 'La labellisation est arrivée à son terme.' },
  'resource.adopted': {
    ...resource,
    adoption: {
      id: '01960000-0000-7000-8000-00000000ad01',
      network: adopter,
      territory: 'DEP-33',
      mode: 'adapted',
      result: 'Utilisée dans douze communes.',
      adoptedAt: at,
    },
  },
  'resource.withdrawn': because('withdrawn', 'Remplacée par le guide national.'),
  'newsletter.issued': {
    id: '01960000-0000-7000-8000-000000001551',
    title: 'La lettre d’Essaim, semaine 11',
    url: `${exampleOrigin}/newsletters/archive/01960000-0000-7000-8000-000000001551`,
    frequency: 'weekly',
    sentAt: at,
    resources: [resource.id],
  },
  'meeting.scheduled': {
    id: '01960000-0000-7000-8000-0000000003ee',
    network: { networkId: network.id, slug: network.slug, name: network.name },
    title: 'Réunion de collecte du printemps',
    description: 'Chaque réseau apporte une pratique.',
    startsAt: '2026-04-02T08:00:00.000Z',
    endsAt: '2026-04-02T10:00:00.000Z',
    timeZone: 'Europe/Paris',
    place: 'Tours',
    visioUrl: null,
    territories: ['DEP-37'],
    themes: ['cooperation'],
    isCancelled: false,
  },
  'contribution.returned': { ...contribution, reasons: ['Ajoutez un lien vers la trame.'] },
  'contribution.endorsed': contribution,
  'contribution.changes_requested': { ...contribution, reasons: ['Précisez où la trame a été testée.'] },
  'contribution.declined': { ...contribution, reasons: ['Une ressource équivalente existe déjà.'] },
  'contribution.published': { ...contribution, url: resource.url },
  'resource.feedback_received': {
    id: '01960000-0000-7000-8000-0000000feed1',
    network: network.id,
    resourceId: resource.id,
    title: resource.title,
    territory: 'DEP-33',
    usefulness: 4,
    minutesSaved: 90,
    comment: 'Le rendez-vous a duré moitié moins.',
  },
  ping: {
    endpointId: '01960000-0000-7000-8000-00000000e4d0',
    message: 'Essaim vous écrit pour vérifier que cette adresse reçoit : répondez 2xx.',
  },
};

export const exampleOf = (type: EventType): Record<string, unknown> => examples[type];
