import type { z } from 'zod';
import {
  adoptionData,
  contributionData,
  feedbackData,
  issueData,
  meetingData,
  pingData,
  resourceData,
  resourceDataWithReason,
} from './event-data.ts';

interface Facts {
  /** Grows when what is sent is no longer what it was; fields that are added do not count. */
  readonly version: number;
  /** `producer`: to the network that produced the thing, and to nobody else. */
  readonly audience: 'everyone' | 'producer';
  /** How a chat introduces it. */
  readonly heading: string;
  readonly description: string;
  readonly data: z.ZodType;
}

const open = (heading: string, description: string, data: z.ZodType): Facts => ({
  version: 1,
  audience: 'everyone',
  heading,
  description,
  data,
});
const own = (heading: string, description: string, data: z.ZodType): Facts => ({
  ...open(heading, description, data),
  audience: 'producer',
});

/** Everything that a receiver may ask for. `ping` comes to everyone. A type that was published is never taken back. */
export const eventTypes = {
  'resource.published': open('Nouvelle ressource', 'Le comité a approuvé une ressource.', resourceData),
  'resource.revised': open(
    'Ressource mise à jour',
    'Une nouvelle version d’une ressource publique est approuvée ; « change » dit ce qui change. Avec la même « version » : le nom du producteur a été retiré.',
    resourceData,
  ),
  'resource.flagged': open(
    'Vérification en cours',
    'Une ressource publique doit être vérifiée à nouveau ; « reason » dit pourquoi.',
    resourceDataWithReason,
  ),
  'resource.confirmed': open(
    'Ressource confirmée',
    'Une ressource à vérifier a été trouvée toujours exacte.',
    resourceDataWithReason,
  ),
  'resource.suspended': open(
    'Ressource suspendue',
    'Une ressource est retenue jusqu’à nouvel ordre : ne la diffusez plus.',
    resourceDataWithReason,
  ),
  'resource.restored': open(
    'Ressource rétablie',
    'Une ressource suspendue est à nouveau publique.',
    resourceDataWithReason,
  ),
  'resource.expired': open('Ressource terminée', 'La date d’une ressource est passée.', resourceData),
  'resource.labelled': open('Référence nationale', 'Une ressource est devenue référence nationale.', resourceData),
  'resource.unlabelled': open(
    'N’est plus référence nationale',
    'Une ressource a cessé d’être référence nationale.',
    resourceDataWithReason,
  ),
  'resource.adopted': open('Ressource reprise ailleurs', 'Un autre réseau a repris une ressource.', adoptionData),
  'resource.withdrawn': open(
    'Ressource retirée',
    'Une ressource publique a été retirée : ne la diffusez plus ; « reason » dit pourquoi.',
    resourceDataWithReason,
  ),
  'newsletter.issued': open('Lettre d’information', 'Un numéro d’une lettre est parti.', issueData),
  'meeting.scheduled': open(
    'Réunion de collecte',
    'Une réunion de collecte est fixée, déplacée ou annulée (« isCancelled »).',
    meetingData,
  ),
  'contribution.returned': own(
    'Contribution à reprendre',
    'Une contribution de votre réseau vous est renvoyée avant le comité.',
    contributionData,
  ),
  'contribution.endorsed': own(
    'Contribution transmise au comité',
    'Une contribution de votre réseau est passée au comité éditorial.',
    contributionData,
  ),
  'contribution.changes_requested': own(
    'Contribution à compléter',
    'Le comité demande des changements à une contribution de votre réseau.',
    contributionData,
  ),
  'contribution.declined': own(
    'Contribution non retenue',
    'Le comité n’a pas retenu une contribution de votre réseau.',
    contributionData,
  ),
  'contribution.published': own(
    'Contribution publiée',
    'Une contribution de votre réseau est publiée.',
    contributionData,
  ),
  'resource.feedback_received': own(
    'Retour de terrain',
    'Quelqu’un dit ce qu’a donné une ressource de votre réseau.',
    feedbackData,
  ),
  ping: open('Essaim', 'Essaim vérifie que l’adresse reçoit.', pingData),
} as const satisfies Record<string, Facts>;

export type EventType = keyof typeof eventTypes;

export const eventTypeNames = Object.keys(eventTypes) as EventType[];

export const factsOf = (type: string): Facts | undefined => eventTypes[type as EventType];

/** What an endpoint gets that says nothing else: all that is everybody's. */
export const usualEvents: readonly EventType[] = eventTypeNames.filter(
  (type) => eventTypes[type].audience === 'everyone',
);
