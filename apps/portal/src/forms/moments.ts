const zone = 'Europe/Paris';
const parts = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone });

/** How far ahead of UTC it is in Paris then, in milliseconds. */
const aheadAt = (moment: Date): number =>
  Date.parse(`${parts.format(moment).replace(' ', 'T')}Z`) - Math.floor(moment.getTime() / 1000) * 1000;

/** What a `datetime-local` or `date` field says, as it is in Paris; anything else as it came, for the API to refuse. */
export const fromParis = (local: string): string => {
  const text = /^\d{4}-\d{2}-\d{2}$/.test(local) ? `${local}T23:59` : local;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return local;
  const asIfUtc = new Date(`${text.slice(0, 16)}:00Z`);
  if (Number.isNaN(asIfUtc.getTime())) return local;
  // The offset of the hour before: on the night when the clock changes the first guess may be an hour out.
  const guess = new Date(asIfUtc.getTime() - aheadAt(asIfUtc));
  return new Date(asIfUtc.getTime() - aheadAt(guess)).toISOString();
};

/** The value of a `datetime-local` field. */
export const toParis = (iso: string): string => parts.format(new Date(iso)).replace(' ', 'T').slice(0, 16);
