import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again until the answer comes without an error, and gives it. Never a sleep for luck: it goes on as soon as it can.
 *
 * @throws the last error once the deadline has passed.
 */
export const eventually = async <Answer>(ask: () => Answer | Promise<Answer>, withinMs = 15_000): Promise<Answer> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(15);
    }
  }
};

/** The same number of works at once, and how each ended. */
export const atOnce = <Result>(times: number, work: (index: number) => Promise<Result>) =>
  Promise.allSettled(Array.from({ length: times }, (_, index) => work(index)));

/** What those that succeeded answered. */
export const answers = <Result>(endings: readonly PromiseSettledResult<Result>[]): Result[] =>
  endings.flatMap((ending) => (ending.status === 'fulfilled' ? [ending.value] : []));
