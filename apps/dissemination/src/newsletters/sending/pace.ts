/** How fast mail may leave; null: as fast as it can. */
export interface PaceRules {
  /** In all. */
  readonly perMinute: number | null;
  /** To addresses of one domain. */
  readonly perMinuteToDomain: number | null;
  /** While mailbox providers get to know a new sender. */
  readonly warmUp: WarmUp | null;
}

export interface WarmUp {
  readonly since: Date;
  /** On the first day; twice as many on each day after. */
  readonly first: number;
}

/** Places for mails, one after the other. */
export interface Pace {
  /** What it counts, the same for all processes. */
  readonly key: string;
  readonly intervalMs: number;
  /** What was not used lately may be used at once. */
  readonly burstMs: number;
}

interface PaceConfig {
  readonly ESSAIM_MODE: string;
  readonly ESSAIM_MAIL_RATE: number;
  readonly ESSAIM_MAIL_RATE_PER_DOMAIN?: number | undefined;
  readonly ESSAIM_MAIL_WARM_UP?: string | undefined;
}

/** Mailbox providers in France slow down a sender they know little well before this; nobody waits long for a letter. */
const usualPerMinute = 300;

export const paceRulesOf = (config: PaceConfig): PaceRules => {
  const [since, first] = config.ESSAIM_MAIL_WARM_UP?.split('/') ?? [];
  const usual = config.ESSAIM_MODE === 'production' ? usualPerMinute : 0;
  return {
    perMinute: config.ESSAIM_MAIL_RATE || null,
    perMinuteToDomain: (config.ESSAIM_MAIL_RATE_PER_DOMAIN ?? usual) || null,
    warmUp: since && first ? { since: new Date(`${since}T00:00:00Z`), first: Number(first) } : null,
  };
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** On the tenth day a thousand times as many as on the first: a sender is known by then. */
const warmUpDays = 10;

/** How many mails may leave on this day of the warm-up; null before it and once it is over. */
export const warmUpLimit = ({ since, first }: WarmUp, now: Date): number | null => {
  const days = Math.floor((now.getTime() - since.getTime()) / dayMs);
  return days >= 0 && days < warmUpDays ? first * 2 ** days : null;
};

/** What a mail to that domain must find a place in. */
export const pacesOf = ({ perMinute, perMinuteToDomain, warmUp }: PaceRules, domain: string, now: Date): Pace[] => {
  const aDay = warmUp && warmUpLimit(warmUp, now);
  return [
    ...(perMinute ? [aPace('all', perMinute, minuteMs, minuteMs)] : []),
    ...(perMinuteToDomain ? [aPace(`to ${domain}`, perMinuteToDomain, minuteMs, minuteMs)] : []),
    ...(aDay ? [aPace('warm-up', aDay, dayMs, hourMs)] : []),
  ];
};

const aPace = (key: string, limit: number, windowMs: number, burstMs: number): Pace => ({
  key,
  intervalMs: windowMs / limit,
  burstMs,
});

/** After so many refusals for now, with no mail taken between, the others to that domain wait. */
export const strikesToHold = 3;
const holdsMs = [minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs];

/** Until when mails to a domain wait that refused for now so many times in a row; null when they go on. */
export const holdUntil = (strikes: number, now: Date): Date | null => {
  if (strikes < strikesToHold) return null;
  return new Date(now.getTime() + (holdsMs[strikes - strikesToHold] ?? hourMs));
};
