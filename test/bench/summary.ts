/** Milliseconds. */
export type Sample = number;

export const summary = (samples: readonly Sample[]): { readonly p50: number; readonly p95: number } => {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
};
