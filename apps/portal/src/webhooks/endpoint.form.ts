import type { ResourceFilter } from '#contracts';
import { linesOf, optionalText, type Submitted, textOf as text } from '../forms/submitted.ts';
import { wantedOf } from '../search/wanted.ts';
import type { EndpointFacts } from './endpoint.facts.ts';

const chosenIn = (form: Submitted, name: string): string[] =>
  [(form as Record<string, unknown> | null)?.[name] ?? []].flat().filter((one) => typeof one === 'string');

/** « 0,5 » or « 2 »; what is no number is sent as it is, for the API to refuse. */
const numberIn = (form: Submitted, name: string): number | string | null => {
  const given = text(form, name).replace(',', '.');
  if (!given) return null;
  return Number.isNaN(Number(given)) ? given : Number(given);
};

/** « nom : valeur », one a line. */
const headersIn = (form: Submitted): Record<string, string> =>
  Object.fromEntries(
    linesOf(form, 'headers').map((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );

const rhythmIn = (form: Submitted): object => {
  const every = text(form, 'every') || 'event';
  const hour = numberIn(form, 'hour') ?? undefined;
  const day = numberIn(form, 'day') ?? undefined;
  return { every, ...(every === 'day' || every === 'week' ? { hour } : {}), ...(every === 'week' ? { day } : {}) };
};

const settingsIn = (form: Submitted, isChat: boolean) => ({
  url: text(form, 'url'),
  events: chosenIn(form, 'events'),
  filter: wantedOf(form as Record<string, unknown>),
  description: optionalText(form, 'description') ?? null,
  ratePerSecond: numberIn(form, 'ratePerSecond'),
  ...(text(form, 'timeoutSeconds') ? { timeoutSeconds: numberIn(form, 'timeoutSeconds') } : {}),
  ...(isChat ? { rhythm: rhythmIn(form) } : { signatures: text(form, 'v1a') ? ['v1', 'v1a'] : ['v1'] }),
});

/** What the form for a new endpoint asks the API for. The filter grammar has a `format` of its own: ours is `kind`. */
export const newEndpointIn = (form: Submitted, network: string) => {
  const kind = text(form, 'kind') || 'standard';
  const headers = headersIn(form);
  return {
    ...settingsIn(form, kind !== 'standard'),
    format: kind,
    network,
    ...(Object.keys(headers).length ? { headers } : {}),
  };
};

/** What the form of an endpoint changes. Header values are never shown: none typed leaves them as they are. */
export const editsIn = (form: Submitted, { format }: Pick<EndpointFacts, 'format'>) => {
  const headers = headersIn(form);
  const isEmptied = text(form, 'noHeaders') !== '';
  return {
    ...settingsIn(form, format !== 'standard'),
    ...(isEmptied ? { headers: null } : Object.keys(headers).length ? { headers } : {}),
  };
};

/** What a form shows as given: what is kept, or what was typed. */
export interface Given {
  readonly format?: string;
  readonly url?: string;
  readonly description?: string | null;
  readonly events?: readonly string[];
  readonly filter?: ResourceFilter;
  readonly rhythm?: EndpointFacts['rhythm'];
  readonly signatures?: readonly string[];
  readonly ratePerSecond?: number | string | null;
  readonly timeoutSeconds?: number | string | null;
  readonly headerLines?: string;
}

/** What was typed, for the form to come back with. */
export const typedIn = (form: Submitted): Given => ({
  ...settingsIn(form, true),
  format: text(form, 'kind'),
  headerLines: text(form, 'headers'),
  rhythm: rhythmIn(form) as EndpointFacts['rhythm'],
  signatures: text(form, 'v1a') ? ['v1', 'v1a'] : ['v1'],
});
