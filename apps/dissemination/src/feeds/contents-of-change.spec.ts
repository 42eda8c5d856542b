import { describe, expect, it } from 'vitest';
import { ContentsOfChange } from './contents-of-change.ts';

describe('The contents of a change', () => {
  const reading = () => {
    let reads = 0;
    return async () => {
      reads += 1;
      return reads;
    };
  };

  it('are read once for all documents of a set', async () => {
    const contents = new ContentsOfChange<number>(2);
    const read = reading();
    const all = await Promise.all([contents.of(1, 'a', read), contents.of(1, 'a', read), contents.of(1, 'a', read)]);
    expect(all).toEqual([1, 1, 1]);
    expect(await contents.of(1, 'b', read)).toBe(2);
    expect(await contents.of(1, 'a', read)).toBe(1);
  });

  it('are never those of another change, whichever comes first', async () => {
    const contents = new ContentsOfChange<number>(2);
    const read = reading();
    expect(await contents.of(1, 'a', read)).toBe(1);
    expect(await contents.of(2, 'a', read)).toBe(2);
    expect(await contents.of(1, 'a', read)).toBe(3);
    expect(await contents.of(2, 'a', read)).toBe(2);
  });

  it('are kept for a few sets', async () => {
    const contents = new ContentsOfChange<number>(2);
    const read = reading();
    for (const set of ['a', 'b', 'c']) await contents.of(1, set, read);
    expect(await contents.of(1, 'c', read)).toBe(3);
    expect(await contents.of(1, 'a', read)).toBe(4);
  });

  it('are read again when that failed', async () => {
    const contents = new ContentsOfChange<number>(2);
    await expect(contents.of(1, 'a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await contents.of(1, 'a', reading())).toBe(1);
  });
});
