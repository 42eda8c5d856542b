import type { PublicResource } from '#contracts';
import { mailPartial } from '#mail';
import { families, formats, frenchDate, themes } from '#taxonomy';
import { attribution } from '../feeds/feed.ts';

const folder = new URL('./templates/families/', import.meta.url);
for (const name of ['resource-head', 'resource-foot', ...families.ids]) mailPartial(folder, name);

const day = 24 * 3_600_000;

/** « Ferme dans 7 jours, le 12 mars 2026. »; null for what has no end, or is over. */
export const deadlineOf = (expiresAt: string | null, at: Date): string | null => {
  if (!expiresAt) return null;
  const left = Math.ceil((Date.parse(expiresAt) - at.getTime()) / day);
  if (left < 1) return null;
  if (left > 7) return `Jusqu’au ${frenchDate(expiresAt)}.`;
  return `Ferme dans ${left} ${left === 1 ? 'jour' : 'jours'}, le ${frenchDate(expiresAt)}.`;
};

/**
 * A resource as the mails show it: `{{> (lookup . 'family')}}` lays it out as its family wants, `familyText` says the same in
 * text. `isAlone` when it is what the mail is about; among others it is shorter.
 *
 * @param at when the mail was decided on, not when it leaves: each attempt says the same.
 */
export const resourceView = (
  resource: PublicResource,
  at: Date,
  { isRevision = false, isAlone = false }: { isRevision?: boolean; isAlone?: boolean } = {},
) => {
  const family = families.has(resource.family) ? resource.family : 'documentary';
  return {
    resource,
    isRevision,
    isAlone,
    family,
    familyText: `${family}-text`,
    familyLabel: families.label(resource.family),
    formatLabel: formats.label(resource.format),
    themeLabels: resource.themes.map((theme) => themes.label(theme)).join(', '),
    deadline: deadlineOf(resource.expiresAt, at),
    attribution: attribution(resource),
  };
};
