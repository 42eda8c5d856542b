import type { AnnouncedContent, CommitteePolicy } from '#contracts';
import { themes } from '#taxonomy';

/** The same day and hour, so many months later; the last day of a month that is shorter. */
export const monthsLater = (from: string, months: number): string => {
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months, 1);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.toISOString();
};

/** Themes on which a mistake costs: a third party reads them before they become a national reference. */
export const hasSensitiveTheme = ({ themes: named }: Pick<AnnouncedContent, 'themes'>): boolean =>
  named.some((theme) => themes.find(theme)?.sensitive);

/** Until when what was found right that day counts as verified. */
export const verifiedUntil = (
  { revalidationMonths: { sensitive, usual } }: CommitteePolicy,
  content: Pick<AnnouncedContent, 'family' | 'themes'>,
  from: string,
): string => monthsLater(from, content.family === 'legal-watch' || hasSensitiveTheme(content) ? sensitive : usual);
