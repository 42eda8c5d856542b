import type { Stored } from '#messaging';
import { journalMsBetween } from './calendar.ts';
import type { Hints } from './rhythm.ts';

/** Sent back byte for byte as they came, never made up (RFC 9110 §13). */
export interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

/** Something of a feed looked wrong enough that a person decides. */
export interface Quarantine {
  readonly at: string;
  readonly items: number;
  readonly reason: string;
}

/** How a source fares: what polls write, apart from what people say of it. */
export interface FetchState extends Stored {
  readonly source: string;
  readonly host: string;
  /** Null: not polled. */
  readonly dueAt: Date | null;
  /** Counts the polls that ended; a poll names the count that it saw, so that one that is late writes nothing. */
  readonly polls: number;
  readonly validators: Validators;
  readonly hints: Hints;
  /** Of the newest entries, to tell its pace: RFC 3339. */
  readonly dates: readonly string[];
  /** Of the entries of its last answer, as they came. */
  readonly marks?: readonly string[] | undefined;
  /** Of what it last answered. */
  readonly bodyHash: string | null;
  /** How far an archive was read, or what a page said: the adapter’s own. */
  readonly position: string | null;
  /** Where it says that it moved for good. */
  readonly movedTo: string | null;
  readonly hub: { readonly url: string; readonly topic: string } | null;
  /** A hub said that it tells of changes until then; when it last did, and how often it did not. */
  readonly pushedUntil: string | null;
  readonly pushedAt: string | null;
  readonly missedPushes: number;
  readonly failures: number;
  readonly failingSince: string | null;
  readonly lastError: string | null;
  readonly lastPolledAt: string | null;
  readonly lastAnsweredAt: string | null;
  readonly lastNewAt: string | null;
  readonly toldFailingAt: string | null;
  readonly toldSilentAt: string | null;
  readonly quarantine: Quarantine | null;
  readonly since: string;
}

export const newState = {
  polls: 0,
  validators: {},
  hints: {},
  dates: [],
  bodyHash: null,
  position: null,
  movedTo: null,
  hub: null,
  pushedUntil: null,
  pushedAt: null,
  missedPushes: 0,
  failures: 0,
  failingSince: null,
  lastError: null,
  lastPolledAt: null,
  lastAnsweredAt: null,
  lastNewAt: null,
  toldFailingAt: null,
  toldSilentAt: null,
  quarantine: null,
} as const;

const hourMs = 3_600_000;
const alarmFailures = 3;
const alarmMs = 24 * hourMs;

export type Health = 'paused' | 'new' | 'healthy' | 'failing' | 'silent' | 'quarantined';
export const healthLabels: Readonly<Record<Health, string>> = {
  paused: 'En pause',
  new: 'Pas encore relevée',
  healthy: 'Relevée',
  failing: 'En échec',
  silent: 'Silencieuse',
  quarantined: 'En quarantaine',
};

export const healthOf = (state: FetchState): Health => {
  if (state.quarantine) return 'quarantined';
  if (!state.dueAt) return 'paused';
  if (state.failures > 0) return 'failing';
  if (state.toldSilentAt) return 'silent';
  return state.lastAnsweredAt ? 'healthy' : 'new';
};

/** While a hub tells of changes, one poll a day is enough to see whether it does. */
export const isPushed = ({ pushedUntil }: Pick<FetchState, 'pushedUntil'>, now: Date): boolean =>
  pushedUntil !== null && Date.parse(pushedUntil) > now.getTime();

const mostMissed = 3;

/** A poll found something new: either the hub had said so, or it did not, and is not relied upon after the third time. */
export const afterNews = (state: FetchState, now: Date): Partial<FetchState> => {
  const { pushedAt, pushedUntil, lastPolledAt } = state;
  if (!isPushed(state, now)) return {};
  const wasTold = pushedAt !== null && pushedAt >= (lastPolledAt ?? '');
  const missedPushes = wasTold ? 0 : state.missedPushes + 1;
  return { missedPushes, pushedUntil: missedPushes >= mostMissed ? null : pushedUntil };
};

/** Whether its owner must hear that it fails: at the third failure or after a day, once. */
export const isAlarming = ({ failures, failingSince, toldFailingAt }: FetchState, now: Date): boolean =>
  !toldFailingAt &&
  (failures >= alarmFailures || (failingSince !== null && now.getTime() - Date.parse(failingSince) >= alarmMs));

/** Whether something that was expected did not come: half as long again as usual, the days without a Journal officiel apart. */
export const isSilent = (
  { lastNewAt, since, toldSilentAt }: FetchState,
  { cadenceHours, calendar }: { cadenceHours: number | null; calendar: 'journal-officiel' | null },
  now: Date,
): boolean => {
  if (cadenceHours === null || toldSilentAt) return false;
  const last = new Date(lastNewAt ?? since);
  const waited = calendar ? journalMsBetween(last, now) : now.getTime() - last.getTime();
  return waited > 1.5 * cadenceHours * hourMs;
};

export const afterFailure = (state: FetchState, error: string, now: Date): Partial<FetchState> => ({
  failures: state.failures + 1,
  failingSince: state.failingSince ?? now.toISOString(),
  lastError: error,
  lastPolledAt: now.toISOString(),
});

export const afterAnswer = (now: Date): Partial<FetchState> => ({
  failures: 0,
  failingSince: null,
  lastError: null,
  lastPolledAt: now.toISOString(),
  lastAnsweredAt: now.toISOString(),
  toldFailingAt: null,
});
