/** In Paris: `weekday` from 1 (Monday) to 7, `day` as `2026-04-06`. */
export interface ParisDay {
  readonly day: string;
  readonly weekday: number;
  readonly hour: number;
}

const paris = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});

export const parisDay = (at: Date): ParisDay => {
  const parts = Object.fromEntries(paris.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = `${parts.year}-${parts.month}-${parts.day}`;
  return { day, weekday: new Date(`${day}T12:00:00Z`).getUTCDay() || 7, hour: Number(parts.hour) };
};

const dayMs = 24 * 3_600_000;

/** Easter Sunday (Meeus, for the Gregorian calendar). */
const easter = (year: number): number => {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + d + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1);
};

const fixedHolidays = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];

const isHoliday = (day: string): boolean => {
  if (fixedHolidays.includes(day.slice(5))) return true;
  const sinceEaster = (Date.parse(`${day}T00:00:00Z`) - easter(Number(day.slice(0, 4)))) / dayMs;
  return [1, 39, 50].includes(sinceEaster);
};

/** No Journal officiel on Mondays, nor on the days after a holiday: nobody printed it the day before. */
export const isWithoutJournal = ({ day, weekday }: Pick<ParisDay, 'day' | 'weekday'>): boolean =>
  weekday === 1 || isHoliday(new Date(Date.parse(`${day}T00:00:00Z`) - dayMs).toISOString().slice(0, 10));

/** The time between two moments, less the days without a Journal officiel. */
export const journalMsBetween = (since: Date, until: Date): number => {
  let without = 0;
  for (let at = since.getTime() + dayMs; at <= until.getTime(); at += dayMs) {
    if (isWithoutJournal(parisDay(new Date(at)))) without += dayMs;
  }
  return Math.max(0, until.getTime() - since.getTime() - without);
};
