import { canonicalQuery } from '#contracts';
import { counted, enumerated, spaced } from '../pages/french.ts';
import { filterInWords } from '../search/filter-words.ts';
import { addressOf } from '../search/wanted.ts';
import type { DeliveryFacts, EndpointFacts, EventTypeFacts } from './endpoint.facts.ts';
import {
  deliveryStates,
  errorInWords,
  formatInWords,
  isChat,
  isInTrouble,
  momentInWords,
  rhythmInWords,
  stateInWords,
  statusInWords,
} from './endpoint-words.ts';

/** One line of the list. */
export const endpointLine = (endpoint: EndpointFacts, path: string) => ({
  name: endpoint.description ?? endpoint.url,
  url: endpoint.url,
  format: formatInWords(endpoint.format),
  filter: filterInWords(endpoint.filter),
  status: stateInWords(endpoint),
  isWrong: isInTrouble(endpoint),
  path: `${path}/${encodeURIComponent(endpoint.id)}`,
});

/** An attempt: « 24 novembre 2026 à 12:30 : 204, en 12 ms ». */
const attemptLine = ({ at, status, latencyMs, answer, error, manual }: DeliveryFacts['log'][number]) => ({
  at: momentInWords(at),
  ending: status === null ? errorInWords(error ?? '') : `réponse ${status}`,
  latency: status === null ? null : `${latencyMs} ms`,
  isManual: manual,
  answer: answer || null,
});

export const deliveryLine = (delivery: DeliveryFacts, types: readonly EventTypeFacts[], path: string) => {
  const { id, type, title, sequence, status, attempts, log, nextAttemptAt, createdAt } = delivery;
  return {
    id,
    heading: types.find((each) => each.type === type)?.heading ?? type,
    title: title && spaced(title),
    number: sequence,
    state: deliveryStates[status] ?? status,
    isWrong: status === 'failed',
    createdAt: momentInWords(createdAt),
    attempts: counted(attempts, 'tentative', 'tentatives'),
    log: log.map(attemptLine).toReversed(),
    next: nextAttemptAt && momentInWords(nextAttemptAt),
    retryPath: `${path}/envois/${encodeURIComponent(id)}/renvoyer`,
  };
};

/** How its last ping went: what its owner reads while it is not active. */
const pingView = (ping: DeliveryFacts | undefined) => {
  const last = ping?.log.at(-1);
  if (!ping || !last) return { said: 'Le ping part à l’instant.', next: null, answer: null };
  const { ending, at, answer } = attemptLine(last);
  const next = ping.nextAttemptAt ? `Prochain essai : ${momentInWords(ping.nextAttemptAt)}.` : null;
  return { said: spaced(`Dernier ping le ${at} : ${ending}.`), next, answer };
};

interface EndpointState {
  readonly endpoint: EndpointFacts;
  readonly types: readonly EventTypeFacts[];
  readonly ping: DeliveryFacts | undefined;
  /** `whpk_…`; null when the network has no key pair. */
  readonly publicKey: string | null;
  readonly path: string;
}

export const endpointView = ({ endpoint, types, ping, publicKey, path }: EndpointState) => {
  const { url, format, events, filter, description, headers, rhythm, secrets, status, reason, replay } = endpoint;
  const heading = (type: string) => types.find((each) => each.type === type)?.heading ?? type;
  const [, previous] = secrets.filter(({ validUntil }) => !validUntil || Date.parse(validUntil) > Date.now());
  return {
    title: description ?? url,
    path,
    url,
    format: formatInWords(format),
    isChat: isChat(format),
    status: statusInWords[status] ?? status,
    isUnverified: status === 'unverified',
    isActive: status === 'active',
    isDisabled: status === 'disabled',
    isPaused: status === 'paused',
    reason: reason && spaced(reason),
    ping: status === 'unverified' ? pingView(ping) : null,
    health: healthInWords(endpoint.health),
    filter: filterInWords(filter),
    resourcesPath: addressOf('/ressources', canonicalQuery(filter)),
    events: eventsInWords(events.filter((type) => type !== 'ping').map(heading)),
    rhythm: isChat(format) ? rhythmInWords(rhythm) : null,
    rate: endpoint.ratePerSecond && counted(endpoint.ratePerSecond, 'envoi par seconde', 'envois par seconde'),
    timeout: counted(endpoint.timeoutSeconds, 'seconde', 'secondes'),
    headers: Object.keys(headers).join(', ') || null,
    replay: replay && momentInWords(replay.since),
    previousUntil: previous?.validUntil ? momentInWords(previous.validUntil) : null,
    publicKey: endpoint.signatures.includes('v1a') ? publicKey : null,
    testable: types.map(({ type, heading: label }) => ({ value: type, label: `${label} (${type})` })),
    overlaps: [0, 1, 2, 7].map((value) => ({
      value: String(value),
      label: value === 0 ? 'Tout de suite' : `Dans ${counted(value, 'jour', 'jours')}`,
      isChosen: value === 1,
    })),
  };
};

const eventsInWords = (headings: readonly string[]): string =>
  headings.length ? enumerated(headings) : 'Le ping seulement';

/** « HTTP 401 », or how it failed before there was an answer. */
const lastInWords = ({ lastError }: NonNullable<EndpointFacts['health']>): string => {
  if (!lastError) return '';
  const [, status] = /^HTTP (\d+)$/.exec(lastError) ?? [];
  return ` (${status ? `réponse ${status}` : errorInWords(lastError)})`;
};

const healthInWords = (health: EndpointFacts['health']): string | null => {
  if (!health?.failingSince) return null;
  const rest = health.restsUntil ? ` Rien d’autre ne part avant le ${momentInWords(health.restsUntil)}.` : '';
  return spaced(
    `En échec depuis le ${momentInWords(health.failingSince)} : ${counted(health.failures, 'échec', 'échecs')} de suite${lastInWords(health)}.${rest}`,
  );
};
