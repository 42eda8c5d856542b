const clockToleranceMs = 60_000;

/**
 * Whether an event is for somebody who began to listen at `since`: what happened before is history, which they find in
 * the catalogue. The clocks of two machines may differ a little.
 */
export const isMeantFor = (occurredAt: string, since: Date | null): boolean =>
  since !== null && Date.parse(occurredAt) >= since.getTime() - clockToleranceMs;
