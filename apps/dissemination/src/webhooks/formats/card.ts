import type { PublicResource } from '#contracts';
import { frenchDate, licences, territoryName } from '#taxonomy';
import type { Cause } from '../../ledger/ledger.ts';
import { type EventType, eventTypes } from '../events/event-types.ts';

/** What a chat is told of one event, before it is written in the chat's own way. All of it is plain text. */
export interface Card {
  /** « Nouvelle ressource ». */
  readonly heading: string;
  readonly title: string;
  readonly url: string | null;
  /** The first is the most important; what does not fit is left out from the end. */
  readonly paragraphs: readonly string[];
  /** « Réseau, licence, mise à jour du … ». */
  readonly footer: string | null;
}

/** The card of something that was kept as JSON. @throws when the data is not what its type promises */
export const cardOf = ({ type, data }: Pick<Cause, 'type' | 'data'>): Card => {
  const facts = eventTypes[type as EventType];
  const parsed = facts.data.parse(JSON.parse(data));
  return writers[familyOf(type as EventType)](facts.heading, parsed as never);
};

const familyOf = (type: EventType): keyof typeof writers =>
  type === 'resource.feedback_received'
    ? 'feedback'
    : (type.slice(0, type.includes('.') ? type.indexOf('.') : undefined) as keyof typeof writers);

const ofResource = (heading: string, resource: PublicResource & Beside): Card => ({
  heading: resource.label === 'reference' ? `${heading} (référence nationale)` : heading,
  title: resource.title,
  url: resource.url,
  paragraphs: [
    resource.reason ?? '',
    resource.change ? `Ce qui change : ${resource.change}` : '',
    resource.adoption ? adopted(resource.adoption) : '',
    resource.summary,
    resource.fieldTest?.sentence ?? '',
    resource.verification?.sentence ?? '',
  ].filter(Boolean),
  footer: attribution(resource),
});

interface Beside {
  readonly reason?: string | null;
  readonly adoption?: { readonly network: { readonly name: string }; readonly territory: string };
}

const adopted = ({ network, territory }: NonNullable<Beside['adoption']>): string =>
  `Reprise par ${network.name} (${territoryName(territory)}).`;

const attribution = ({ network, licence, revisedAt, publishedAt }: PublicResource): string =>
  `${network.name}, ${licences.label(licence)}, mise à jour du ${frenchDate(revisedAt ?? publishedAt)}`;

interface Meeting {
  readonly title: string;
  readonly description: string | null;
  readonly startsAt: string;
  readonly timeZone: string;
  readonly place: string | null;
  readonly visioUrl: string | null;
  readonly network: { readonly name: string };
  readonly isCancelled: boolean;
}

const ofMeeting = (heading: string, meeting: Meeting): Card => ({
  heading: meeting.isCancelled ? `${heading} : annulée` : heading,
  title: meeting.title,
  url: meeting.visioUrl,
  paragraphs: [
    `Le ${moment(meeting.startsAt, meeting.timeZone)}${meeting.place ? `, ${meeting.place}` : ''}.`,
    meeting.description ?? '',
  ].filter(Boolean),
  footer: meeting.network.name,
});

const moment = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeStyle: 'short', timeZone }).format(new Date(at));

const ofIssue = (heading: string, issue: { title: string; url: string; sentAt: string }): Card => ({
  heading,
  title: issue.title,
  url: issue.url,
  paragraphs: [`Partie le ${frenchDate(issue.sentAt)}.`],
  footer: null,
});

const ofContribution = (
  heading: string,
  step: { title: string | null; reasons: readonly string[]; url: string | null },
): Card => ({ heading, title: step.title ?? 'Sans titre', url: step.url, paragraphs: step.reasons, footer: null });

interface FeedbackSaid {
  readonly title: string;
  readonly territory: string;
  readonly usefulness: number;
  readonly minutesSaved: number | null;
  readonly comment: string | null;
}

const ofFeedback = (heading: string, said: FeedbackSaid): Card => ({
  heading,
  title: said.title,
  url: null,
  paragraphs: [
    `Utilisée : ${territoryName(said.territory)}. Utilité : ${said.usefulness} sur 4.`,
    said.minutesSaved ? `Temps gagné : ${said.minutesSaved} minutes.` : '',
    said.comment ?? '',
  ].filter(Boolean),
  footer: null,
});

const welcome = (): Card => ({
  heading: 'Essaim',
  title: 'Ce salon est relié à Essaim',
  url: null,
  paragraphs: [
    'Les nouvelles ressources des réseaux d’appui à la vie associative arriveront ici, selon le filtre choisi par votre réseau.',
  ],
  footer: null,
});

const writers = {
  resource: ofResource,
  meeting: ofMeeting,
  newsletter: ofIssue,
  contribution: ofContribution,
  feedback: ofFeedback,
  ping: welcome,
} as const;
