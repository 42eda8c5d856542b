import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

interface Asked<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Answers together what many ask one by one: what is asked at the same moment, or while an answer is on its way, is one
 * question to whoever knows. Nothing is kept: each answer is as fresh as if it had been asked for alone.
 */
export class Together<Question, Answer> {
  private waiting: Asked<Question, Answer>[] = [];
  private isAsking = false;

  /**
   * @param answerAll one answer for each question, in their order; what it throws, all who asked get
   * @param waitMs how long the first waits for others; without it, only for those that ask at the same moment
   */
  constructor(
    private readonly answerAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    private readonly waitMs?: number,
  ) {}

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ question, resolve, reject });
      if (!this.isAsking) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.isAsking = true;
    await nextTurn();
    while (this.waiting.length > 0) {
      if (this.waitMs) await pause(this.waitMs);
      await this.answer(this.waiting.splice(0));
    }
    this.isAsking = false;
  }

  private async answer(asked: readonly Asked<Question, Answer>[]): Promise<void> {
    try {
      const answers = await this.answerAll(asked.map(({ question }) => question));
      for (const [index, { resolve }] of asked.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
