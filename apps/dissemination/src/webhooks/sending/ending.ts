import type { OutboundOutcome } from '#outbound-http';
import type { Attempt } from '../log/webhook-delivery.ts';
import { retryAfterMs, retryDelay } from './retry-schedule.ts';

/** How a delivery ended, and so what happens next: nothing, another attempt, giving up, or the end of the endpoint. */
export type Ending =
  | { readonly outcome: 'delivered'; readonly attempt: Attempt }
  | {
      readonly outcome: 'retry';
      readonly attempt: Attempt;
      readonly dueAt: Date;
      /** It lives, and asks for patience: until then, nothing more for this endpoint. */
      readonly patienceUntil: Date | null;
    }
  /** `isTheirs`: it is the receiver's fault, and counts against it. */
  | { readonly outcome: 'failed'; readonly attempt: Attempt; readonly isTheirs: boolean }
  | { readonly outcome: 'gone'; readonly attempt: Attempt };

const keptAnswerChars = 1_000;
const minuteMs = 60_000;

/**
 * | answer | what follows |
 * |---|---|
 * | 2xx | nothing |
 * | 410, or `webhook-delivery: disable` | the endpoint is disabled |
 * | `webhook-delivery: abort-message` | no other attempt of this one |
 * | 429; 502, 503, 504 with `Retry-After` | another attempt, and a pause for all that the endpoint gets |
 * | anything else, redirects included, or none | another attempt |
 *
 * @param attempts how many there were before this one.
 * @param random between 0 and 1.
 */
export const endingOf = (outcome: OutboundOutcome, attempts: number, at: Date, random: number): Ending => {
  const attempt = attemptOf(outcome, at);
  if (outcome.outcome !== 'answered') return again(attempt, attempts, null, null, random);
  const { status, headers } = outcome;
  const control = headers['webhook-delivery']?.trim().toLowerCase();
  if (status === 410 || control === 'disable') return { outcome: 'gone', attempt };
  if (status >= 200 && status < 300) return { outcome: 'delivered', attempt };
  if (control === 'abort-message') return { outcome: 'failed', attempt, isTheirs: false };
  const asked = retryAfterMs(headers['retry-after'], at);
  return again(attempt, attempts, asked, patienceMs(status, asked), random);
};

/** 429 asks for patience, a minute where it does not say how long; others only when they say so. */
const patienceMs = (status: number, asked: number | null): number | null => {
  if (status === 429) return asked ?? minuteMs;
  return status === 502 || status === 503 || status === 504 ? asked : null;
};

const again = (
  attempt: Attempt,
  attempts: number,
  asked: number | null,
  patience: number | null,
  random: number,
): Ending => {
  const delay = retryDelay(attempts + 1, asked, random);
  if (delay === null) return { outcome: 'failed', attempt, isTheirs: true };
  const after = (ms: number) => new Date(attempt.at.getTime() + ms);
  const pause = patience === null ? null : Math.min(patience, 24 * 60 * minuteMs);
  // Not within the pause: when it is tried next is what its owner reads.
  const dueAt = after(Math.max(delay, pause ?? 0));
  return { outcome: 'retry', attempt, dueAt, patienceUntil: pause === null ? null : after(pause) };
};

const attemptOf = (outcome: OutboundOutcome, at: Date): Attempt =>
  outcome.outcome === 'answered'
    ? {
        at,
        status: outcome.status,
        latencyMs: Math.round(outcome.latencyMs),
        answer: outcome.body.slice(0, keptAnswerChars),
        error: null,
      }
    : {
        at,
        status: null,
        latencyMs: outcome.outcome === 'failed' ? Math.round(outcome.latencyMs) : 0,
        answer: null,
        error: outcome.code,
      };
