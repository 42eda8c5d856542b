import { frenchDate } from '#taxonomy';
import type { Facts } from './words.ts';

/** A fact as text; empty when it was not given. */
export const said = (facts: Facts, name: string): string => {
  const value = facts[name];
  return value === null || value === undefined || Array.isArray(value) ? '' : String(value);
};

export const several = (facts: Facts, name: string): readonly string[] => {
  const value = facts[name];
  return Array.isArray(value) ? value.map(String) : [];
};

/** « le 12 mars 2026 »; empty when there is no such date. */
export const onDay = (facts: Facts, name: string): string => {
  const at = said(facts, name);
  return at ? `le ${frenchDate(at)}` : '';
};

const hours = new Intl.DateTimeFormat('fr-FR', { hour: 'numeric', minute: '2-digit', timeZone: 'Europe/Paris' });

/** « le 12 mars 2026 à 9:30 », in Paris. */
export const onDayAndHour = (facts: Facts, name: string): string => {
  const at = said(facts, name);
  return at ? `le ${frenchDate(at)} à ${hours.format(new Date(at)).replace(':', ' h ')}` : '';
};

/** « Titre », or what stands for a thing without one. */
export const titled = (facts: Facts): string => `« ${said(facts, 'title') || 'Sans titre'} »`;

/** Leaves out what says nothing. */
export const lines = (...given: readonly (string | false)[]): readonly string[] =>
  given.filter((line): line is string => Boolean(line));

export const path = (before: string, facts: Facts, name: string, after = ''): string =>
  `${before}${encodeURIComponent(said(facts, name))}${after}`;
