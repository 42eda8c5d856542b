const parts = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris', dateStyle: 'short' });

/** The day that it is in Paris, as a date field has it. */
export const dayOf = (moment: string): string =>
  Number.isNaN(Date.parse(moment)) ? moment : parts.format(new Date(moment));

/** The first moment of a day in Paris, or the last; what is no day is left to the API to refuse. */
export const momentOf = (day: string, isEnd: boolean): string => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
  const time = isEnd ? '23:59:59' : '00:00:00';
  // Winter time, or summer time: the one under which it is that day in Paris, at that hour.
  const [winter, summer] = [`${day}T${time}+01:00`, `${day}T${time}+02:00`];
  return hourIn(summer) === time.slice(0, 2) ? summer : winter;
};

const hours = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', hourCycle: 'h23' });
const hourIn = (moment: string): string => (Number.isNaN(Date.parse(moment)) ? '' : hours.format(new Date(moment)));
