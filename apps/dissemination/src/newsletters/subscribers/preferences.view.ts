import { filterInWords, filterWords, timeZones } from '#contracts';
import { families, frenchDate, territories, themes, wholeCountry } from '#taxonomy';
import { type Frequency, frequencies, rhythmInWords } from './rhythm.ts';
import type { Subscriber, Subscription } from './subscriber.ts';

export const frequencyLabels: Readonly<Record<Frequency, string>> = {
  immediate: 'Dès qu’il y a du nouveau',
  daily: 'Chaque jour',
  weekly: 'Chaque semaine',
  monthly: 'Chaque mois',
};

const weekdays = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
const french = new Intl.Collator('fr');

interface Option {
  readonly value: string | number;
  readonly label: string;
  readonly isChosen?: boolean;
}

const optionsOf = (terms: readonly { readonly id: string; readonly label: string }[]): Option[] =>
  terms.map(({ id, label }) => ({ value: id, label })).toSorted((a, b) => french.compare(a.label, b.label));

const placesOf = (prefix: string): Option[] =>
  territories
    .filter(({ code }) => code.startsWith(prefix) && code !== wholeCountry)
    .map(({ code, name }) => ({ value: code, label: name }))
    .toSorted((a, b) => french.compare(a.label, b.label));

/** What can be added to a filter without knowing its grammar. */
const offers = {
  families: optionsOf(families.terms),
  themes: optionsOf(themes.terms),
  regions: placesOf('REG-'),
  departments: placesOf('DEP-'),
};

/** The fields of one subscription; without one, those of a new one. */
const formOf = (key: string, subscription?: Subscription) => {
  const { frequency = 'weekly', at = { day: 1, hour: 8, timeZone: 'Europe/Paris' }, filter = {} } = subscription ?? {};
  const zones = timeZones.some(([zone]) => zone === at.timeZone)
    ? timeZones
    : [...timeZones, [at.timeZone, at.timeZone]];
  return {
    key,
    ...offers,
    kept: filterWords(filter).map((word, index) => ({ ...word, key: `${key}-${word.name}-${index}` })),
    frequencies: frequencies.map((value) => ({
      value,
      label: frequencyLabels[value],
      isChosen: value === frequency,
    })),
    weekdays: weekdays.map((label, index) => ({ value: index + 1, label, isChosen: at.day === index + 1 })),
    monthdays: numbers(1, 28).map((day) => ({
      value: day,
      label: day === 1 ? '1er' : `${day}`,
      isChosen: day === at.day,
    })),
    hours: numbers(0, 23).map((hour) => ({ value: hour, label: `${hour}\u00a0h`, isChosen: hour === at.hour })),
    timeZones: zones.map(([value, label]) => ({ value, label, isChosen: value === at.timeZone })),
  };
};

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const statusWords = (subscription: Subscription): string => {
  const { status, confirmedAt, nextAt } = subscription;
  if (status === 'pending') return 'En attente : rien n’est envoyé tant que vous ne l’avez pas confirmé.';
  if (status === 'paused') return 'En pause : rien n’est envoyé.';
  const since = confirmedAt ? `Actif depuis le ${frenchDate(confirmedAt)}` : 'Actif';
  return nextAt ? `${since} ; prochain message le ${frenchDate(nextAt)} s’il y a du nouveau.` : `${since}.`;
};

export interface PreferencesError {
  readonly message: string;
}

/** Everything of a person, and what they can do about it. */
export const preferencesView = (
  person: Subscriber,
  path: string,
  done: string,
  errors: readonly PreferencesError[],
) => {
  const live = person.subscriptions.filter(({ status }) => status !== 'unsubscribed');
  return {
    title: 'Vos abonnements',
    email: person.email,
    path,
    done,
    errors,
    subscriptions: live.map((subscription, index) => ({
      id: subscription.id,
      heading: filterInWords(subscription.filter),
      rhythm: rhythmInWords(subscription),
      status: statusWords(subscription),
      isPending: subscription.status === 'pending',
      isPaused: subscription.status === 'paused',
      isActive: subscription.status === 'confirmed',
      form: formOf(`a${index}`, subscription),
    })),
    fresh: formOf('nouveau'),
  };
};
