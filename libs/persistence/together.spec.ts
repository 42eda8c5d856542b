import { describe, expect, it } from 'vitest';
import { Together } from './together.ts';

const asking = (answer: (question: number) => string) => {
  const looks: (readonly number[])[] = [];
  const together = new Together<number, string>(async (questions) => {
    looks.push(questions);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return questions.map(answer);
  });
  return { looks, together };
};

describe('Questions asked one by one', () => {
  it('are one look when they come at the same moment, or while another is under way', async () => {
    const { looks, together } = asking((question) => `answer ${question}`);
    const first = [1, 2, 3].map((question) => together.ask(question));
    await new Promise((resolve) => setTimeout(resolve, 2));
    const second = [4, 5].map((question) => together.ask(question));
    expect(await Promise.all([...first, ...second])).toEqual([1, 2, 3, 4, 5].map((question) => `answer ${question}`));
    expect(looks).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('all hear of a failure, and those after it are answered', async () => {
    let isAway = true;
    const { together } = asking((question) => {
      if (isAway) throw new Error('away');
      return `answer ${question}`;
    });
    const failed = await Promise.allSettled([1, 2].map((question) => together.ask(question)));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isAway = false;
    expect(await together.ask(3)).toBe('answer 3');
  });
});
