const day = new Intl.DateTimeFormat('fr-FR', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'Europe/Paris',
});

/** « 12 mars 2026 », « 1er janvier 2027 »: the day in Paris of an RFC 3339 time. */
export const frenchDate = (at: string | Date): string => day.format(new Date(at)).replace(/^1 /, '1er ');
