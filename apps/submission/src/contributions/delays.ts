import type { HistoryEntry } from './contribution.ts';

/** How long it usually takes, in whole days: half take less. Null as long as fewer than three are known. */
export interface Delays {
  /** From handing in to the facilitator's word. */
  readonly framingDays: number | null;
  /** From there to the committee's. */
  readonly decisionDays: number | null;
}

const dayMs = 24 * 3_600_000;
const fewest = 3;
const answers = {
  submitted: ['endorsed', 'returned'],
  endorsed: ['published', 'changes-requested', 'declined'],
} as const satisfies Partial<Record<HistoryEntry['what'], readonly HistoryEntry['what'][]>>;

const waits = (history: readonly HistoryEntry[], from: keyof typeof answers): number[] =>
  history.flatMap(({ what, at }, index) => {
    if (what !== from) return [];
    const ends: readonly string[] = answers[from];
    const answer = history.slice(index + 1).find((entry) => ends.includes(entry.what));
    return answer ? [Date.parse(answer.at) - Date.parse(at)] : [];
  });

const medianDays = (spans: readonly number[]): number | null => {
  if (spans.length < fewest) return null;
  const sorted = spans.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return Math.max(1, Math.ceil(middle / dayMs));
};

export const delaysIn = (histories: readonly (readonly HistoryEntry[])[]): Delays => ({
  framingDays: medianDays(histories.flatMap((history) => waits(history, 'submitted'))),
  decisionDays: medianDays(histories.flatMap((history) => waits(history, 'endorsed'))),
});
