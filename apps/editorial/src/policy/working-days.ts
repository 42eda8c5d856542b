const day = 24 * 3600 * 1000;

/** Easter Sunday of a year, by the anonymous Gregorian algorithm (Meeus, Jones, Butcher). */
const easter = (year: number): Date => {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return new Date(Date.UTC(year, Math.floor(f / 31) - 1, (f % 31) + 1));
};

const fixed = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];

/** Public holidays of France (code du travail, L. 3133-1), without those of some territories only. */
const isHoliday = (date: Date): boolean => {
  if (fixed.includes(date.toISOString().slice(5, 10))) return true;
  const sinceEaster = Math.round(
    (Date.parse(date.toISOString().slice(0, 10)) - easter(date.getUTCFullYear()).getTime()) / day,
  );
  // Easter Monday, Ascension, Whit Monday.
  return [1, 39, 50].includes(sinceEaster);
};

const isWorkingDay = (date: Date): boolean => date.getUTCDay() % 6 !== 0 && !isHoliday(date);

/** The same hour, so many working days later. */
export const afterWorkingDays = (from: Date, days: number): Date => {
  let moment = from;
  for (let left = days; left > 0; ) {
    moment = new Date(moment.getTime() + day);
    if (isWorkingDay(moment)) left -= 1;
  }
  return moment;
};
