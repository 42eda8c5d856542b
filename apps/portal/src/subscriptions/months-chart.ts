import { counted } from '../pages/french.ts';
import type { FilterPreview } from '../resources/answers.ts';

const names = new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** « novembre 2026 » */
export const monthInWords = (month: string): string =>
  names.format(new Date(`${month}-15T00:00:00Z`)).replace(' ', '\u00a0');

const width = 100;
const height = 40;

/** Bars of a drawing that is `width` by `height`; the words that say the same stand beside it. */
export const monthsChart = (perMonth: FilterPreview['perMonth']) => {
  const most = Math.max(1, ...perMonth.map(({ count }) => count));
  const step = width / Math.max(1, perMonth.length);
  return {
    width,
    height,
    bars: perMonth.map(({ month, count }, index) => {
      const tall = count === 0 ? 0.5 : (count / most) * (height - 1) + 1;
      return {
        x: (index * step + 0.6).toFixed(2),
        y: (height - tall).toFixed(2),
        width: (step - 1.2).toFixed(2),
        height: tall.toFixed(2),
        title: `${monthInWords(month)}\u00a0: ${counted(count, 'annonce', 'annonces')}`,
      };
    }),
  };
};
