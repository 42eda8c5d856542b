const noBreak = '\u00a0';
const dates = new Intl.DateTimeFormat('fr-FR', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'Europe/Paris',
});
const numbers = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });
const list = new Intl.ListFormat('fr', { type: 'conjunction' });

/** « 1er janvier 2026 », as it is in Paris, on one line. */
export const frenchDate = (moment: string | Date): string =>
  dates
    .formatToParts(new Date(moment))
    .map(({ type, value }) => (type === 'day' && value === '1' ? '1er' : value))
    .join('')
    .replaceAll(' ', noBreak);

/** « 12 500 »: the thousands are parted by U+202F. */
export const frenchNumber = (value: number): string => numbers.format(value);

/** « un avis », « 3 avis »: up to 1.99 French is singular. */
export const counted = (count: number, singular: string, plural: string): string =>
  `${frenchNumber(count)}${noBreak}${Math.abs(count) < 2 ? singular : plural}`;

/** « Gironde, Lozère et Nord ». */
export const enumerated = (items: readonly string[]): string => list.format(items);

/** « 1,2 Mo ». */
export const frenchSize = (bytes: number): string => {
  if (bytes < 1_000) return counted(bytes, 'octet', 'octets');
  return bytes < 1_000_000
    ? `${frenchNumber(bytes / 1_000)}${noBreak}ko`
    : `${frenchNumber(bytes / 1_000_000)}${noBreak}Mo`;
};

/** The spaces that French does not break: before `: ; ! ? »` and after `«`. Spaces are changed, never added. */
export const spaced = (text: string): string => text.replace(/ (?=[:;!?»])/g, noBreak).replace(/« /g, `«${noBreak}`);
