import type { Period } from './announcement.repository.ts';

/** `2026-11` of a moment, in UTC. */
export const monthOf = (at: Date): string => at.toISOString().slice(0, 7);

export const periodOf = (month: string): Period => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { from: new Date(Date.UTC(year, number - 1)), until: new Date(Date.UTC(year, number)) };
};

/** So many months, in order, the last of which is `month`. */
export const lastMonths = (month: string, count: number): string[] => {
  const { from } = periodOf(month);
  return Array.from({ length: count }, (_, index) =>
    monthOf(new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() - (count - 1 - index)))),
  );
};
