import { frenchDate } from '../pages/french.ts';
import type { EndpointFacts } from './endpoint.facts.ts';

const times = new Intl.DateTimeFormat('fr-FR', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Paris' });

/** « 24 novembre 2026 à 12:30 », as it is in Paris. */
export const momentInWords = (iso: string): string => `${frenchDate(iso)} à ${times.format(new Date(iso))}`;

/** What each format is called, and what one types as its address. */
export const formats = [
  { id: 'standard', label: 'Un outil du réseau (JSON signé)', hint: 'n8n, Make, un site, un extranet : https://…' },
  { id: 'slack', label: 'Slack', hint: 'L’adresse du « webhook entrant » que Slack donne pour un canal.' },
  { id: 'mattermost', label: 'Mattermost', hint: 'L’adresse du « webhook entrant » d’un canal.' },
  { id: 'rocketchat', label: 'Rocket.Chat', hint: 'L’adresse de l’« intégration entrante » d’un salon.' },
  { id: 'discord', label: 'Discord', hint: 'L’adresse du webhook d’un salon.' },
  {
    id: 'teams',
    label: 'Microsoft Teams',
    hint: 'L’adresse du flux « Publier dans un canal quand une requête webhook est reçue ».',
  },
] as const;

export const formatInWords = (id: string): string => formats.find((format) => format.id === id)?.label ?? id;
export const isChat = (format: string): boolean => format !== 'standard';

export const statusInWords: Readonly<Record<string, string>> = {
  unverified: 'Attend une réponse au ping',
  active: 'Actif',
  paused: 'En pause',
  disabled: 'Désactivé',
};

type State = Pick<EndpointFacts, 'status' | 'health'>;

/** Its owner has something to mend. */
export const isInTrouble = ({ status, health }: State): boolean =>
  status === 'disabled' || status === 'unverified' || (status === 'active' && Boolean(health?.failingSince));

/** « Actif, en échec ». */
export const stateInWords = ({ status, health }: State): string =>
  `${statusInWords[status] ?? status}${status === 'active' && health?.failingSince ? ', en échec' : ''}`;

export const deliveryStates: Readonly<Record<string, string>> = {
  pending: 'En attente',
  held: 'Gardé pour plus tard',
  sent: 'Reçu',
  failed: 'Abandonné',
  cancelled: 'Annulé',
};

const errors: Readonly<Record<string, string>> = {
  timeout: 'pas de réponse à temps',
  connection: 'connexion impossible ou coupée',
  dns: 'nom de serveur introuvable',
  tls: 'certificat absent, expiré ou non reconnu',
  protocol: 'la réponse n’est pas du HTTP',
  aborted: 'interrompu avant la réponse',
  'invalid-filter': 'le filtre de ce point de réception ne se lit pas',
  'not-written': 'le message n’a pas pu être écrit',
  'no-payload': 'le contenu n’est plus gardé (90 jours)',
  'name-removed': 'le nom qu’il portait a été retiré à la demande de l’auteur',
};

export const errorInWords = (code: string): string => errors[code] ?? 'adresse refusée';

const days = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
export const weekDays = days.map((label, index) => ({ value: String(index + 1), label }));

export const rhythms = [
  { value: 'event', label: 'À chaque événement' },
  { value: 'hour', label: 'Une fois par heure' },
  { value: 'day', label: 'Une fois par jour' },
  { value: 'week', label: 'Une fois par semaine' },
] as const;

/** « Une fois par semaine, le lundi à 9 h ». */
export const rhythmInWords = ({ every, hour, day }: { every: string; hour?: number; day?: number }): string => {
  const label = rhythms.find(({ value }) => value === every)?.label ?? every;
  const on = day === undefined ? '' : `, le ${days[day - 1]}`;
  return label + on + (hour === undefined ? '' : ` à ${hour} h`);
};
