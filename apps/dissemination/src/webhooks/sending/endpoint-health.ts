/**
 * How an endpoint fares, for as long as it fails. Kept by the holder of its partition; a success wipes it out.
 *
 * Three things follow from failures, each slower than the one before: the breaker opens (its queue is kept, and one post
 * at a time asks whether it is back), its owner is told, and after five days of nothing but failures it is disabled.
 */
export interface Health {
  readonly failingSince: Date | null;
  /** In a row. */
  readonly failures: number;
  readonly lastError: string | null;
  /** How often in a row the breaker opened; 0 while it is closed. */
  readonly openings: number;
  readonly openUntil: Date | null;
  /** It asked for patience (429, `Retry-After`): a pause that says nothing against it. Absent from what is older than this. */
  readonly patientUntil?: Date | null | undefined;
  /** Deliveries given up since its owner was last told. */
  readonly givenUp: number;
  /** Of the five days, in hundredths: the last step that its owner was to be told. */
  readonly step: number;
  /** When its owner is to be told next, and was told last. */
  readonly noticeAt: Date | null;
  readonly lastNoticeAt: Date | null;
  /** It was disabled for it. */
  readonly isOver: boolean;
}

export const healthy: Health = {
  failingSince: null,
  failures: 0,
  lastError: null,
  openings: 0,
  openUntil: null,
  givenUp: 0,
  step: 0,
  noticeAt: null,
  lastNoticeAt: null,
  isOver: false,
};

const hour = 3_600_000;
const failuresToOpen = 10;
const firstOpenMs = 30_000;
const longestOpenMs = hour / 4;
const disabledAfterMs = 5 * 24 * hour;
/** A single call that fails for days disables nothing: all its attempts together are eight. */
const failuresToDisable = 12;
const steps = [50, 70, 90] as const;

/** Until when nothing is sent; null when something may be. */
export const restsUntil = ({ openUntil, patientUntil }: Health, now: Date): Date | null => {
  const rests = [openUntil, patientUntil].filter((until) => until != null && until > now) as Date[];
  return rests.length > 0 ? new Date(Math.max(...rests.map(Number))) : null;
};

export const isShut = (health: Health, now: Date): boolean => restsUntil(health, now) !== null;

export const afterPatience = (seen: Health, until: Date): Health => ({
  ...seen,
  patientUntil: new Date(Math.max(Number(seen.patientUntil ?? 0), until.getTime())),
});

/** The breaker lets one post through. */
export const isHalfOpen = (health: Health, now: Date): boolean => health.openings > 0 && !isShut(health, now);

/** @param isGivenUp there will be no other attempt of this delivery. */
export const afterFailure = (seen: Health, error: string, isGivenUp: boolean, now: Date): Health => {
  const failures = seen.failures + 1;
  const failingSince = seen.failingSince ?? now;
  const lasted = now.getTime() - failingSince.getTime();
  const step = Math.max(seen.step, ...steps.filter((each) => lasted >= (each / 100) * disabledAfterMs));
  const openings = opens(seen, failures, now) ? seen.openings + 1 : seen.openings;
  const isNews = isGivenUp || step > seen.step || (openings === 1 && seen.openings === 0);
  return {
    ...seen,
    failures,
    failingSince,
    lastError: error,
    openings,
    openUntil: openings > seen.openings ? new Date(now.getTime() + openMs(openings)) : seen.openUntil,
    givenUp: seen.givenUp + (isGivenUp ? 1 : 0),
    step,
    noticeAt: isNews ? (seen.noticeAt ?? nextNotice(seen, now)) : seen.noticeAt,
  };
};

/** Closed: at so many in a row. Half open: at once. What was in the air when it opened says nothing new. */
const opens = (seen: Health, failures: number, now: Date): boolean =>
  seen.openings === 0 ? failures >= failuresToOpen : isHalfOpen(seen, now);

const openMs = (openings: number): number => Math.min(firstOpenMs * 2 ** (openings - 1), longestOpenMs);

/** Nothing but failures, for long enough and often enough. */
export const isHopeless = ({ failingSince, failures }: Health, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() >= disabledAfterMs && failures >= failuresToDisable;

/** It was disabled: its owner is told. */
export const afterDisabled = (seen: Health, now: Date): Health => ({
  ...seen,
  isOver: true,
  noticeAt: nextNotice(seen, now),
});

/** Its owner enabled it again: it begins anew. */
export const afterEnabled = ({ lastNoticeAt }: Health): Health => ({ ...healthy, lastNoticeAt });

/** Whoever was told that it fails is told that it is back. */
export const afterSuccess = (seen: Health, now: Date): Health => {
  const wasTold = seen.failingSince !== null && seen.lastNoticeAt !== null && seen.lastNoticeAt >= seen.failingSince;
  const { lastNoticeAt, patientUntil } = seen;
  return { ...healthy, lastNoticeAt, patientUntil, noticeAt: wasTold ? nextNotice(seen, now) : null };
};

/** At most one an hour, whatever happens. */
const nextNotice = ({ lastNoticeAt }: Health, now: Date): Date =>
  new Date(Math.max(now.getTime(), lastNoticeAt ? lastNoticeAt.getTime() + hour : 0));

export const isNoticeDue = ({ noticeAt }: Health, now: Date): boolean => noticeAt !== null && noticeAt <= now;

export const afterNotice = (seen: Health, now: Date): Health => ({
  ...seen,
  noticeAt: null,
  lastNoticeAt: now,
  givenUp: 0,
});

/** What the message to its owner is made of. */
export const noticeOf = ({ failingSince, failures, givenUp, lastError, isOver }: Health, now: Date) => {
  const share = failingSince ? ((now.getTime() - failingSince.getTime()) / disabledAfterMs) * 100 : 0;
  return {
    kind: isOver
      ? ('webhook-endpoint.disabled' as const)
      : failingSince
        ? ('webhook-endpoint.failing' as const)
        : ('webhook-endpoint.recovered' as const),
    urgency: isOver ? ('now' as const) : ('digest' as const),
    facts: {
      failingSince: failingSince?.toISOString() ?? null,
      failures,
      givenUp,
      lastError,
      percentOfFiveDays: Math.min(100, Math.floor(share)),
    },
  };
};

/** How it fares, as its owner sees it. */
export const healthView = (health: Health, now: Date) => ({
  failingSince: health.failingSince?.toISOString() ?? null,
  failures: health.failures,
  lastError: health.lastError,
  /** While it rests, nothing is sent. */
  restsUntil: restsUntil(health, now)?.toISOString() ?? null,
});
