import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Call, call } from '../../deploy/demonstration/api.ts';

/** Of a client: longer than anything takes to come back, on a busy machine. */
export const patienceMs = 120_000;
const againAfterMs = 150;

/**
 * Calls as a careful client does: whatever could not be answered, for a lost connection or a 5xx, is asked again, the very
 * same request, until somebody answers.
 *
 * @returns the answer, and whether an earlier attempt may have been carried out unheard.
 */
export const persist = async (
  method: string,
  url: string,
  options: Call = {},
): Promise<Answer & { readonly isRepeat: boolean }> => {
  const deadline = Date.now() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await call(method, url, options).catch((error: Error) => ({ status: 599, body: error.message }));
    if (answer.status < 500) return { ...answer, isRepeat: attempt > 1 };
    if (Date.now() > deadline) throw unexpected(method, url, answer);
    await pause(againAfterMs);
  }
};

/** The same, for an answer that can only be a success. @throws Error with what was answered instead */
export const persistUntilDone = async (method: string, url: string, options: Call = {}): Promise<Answer['body']> => {
  const answer = await persist(method, url, options);
  if (answer.status >= 300) throw unexpected(method, url, answer);
  return answer.body;
};

export const unexpected = (method: string, url: string, { status, body }: Answer): Error =>
  new Error(`${method} ${url} answered ${status}: ${JSON.stringify(body)}`);
