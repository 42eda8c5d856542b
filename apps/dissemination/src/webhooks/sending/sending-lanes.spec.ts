import { describe, expect, it } from 'vitest';
import { SendingLanes } from './sending-lanes.ts';

/** Work that ends when it is told to, and what has begun. */
const aBench = () => {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async () => {
    begun.push(name);
    await new Promise<void>((resolve) => ends.set(name, resolve));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await settle();
  };
  return { begun, work, end };
};
const settle = () => new Promise((resolve) => setImmediate(resolve));
const owner = {};

describe('Sending lanes', () => {
  it('start so much to one origin, in the order it was given, and delay no other', async () => {
    const lanes = new SendingLanes(10, 2);
    const { begun, work, end } = aBench();
    for (const name of ['a1', 'a2', 'a3']) lanes.give(owner, 'https://a.example', work(name));
    lanes.give(owner, 'https://b.example', work('b1'));
    await settle();
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    await end('a2');
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('start so much in all, whoever gave it', async () => {
    const lanes = new SendingLanes(2, 2);
    const { begun, work, end } = aBench();
    for (const name of ['a', 'b', 'c']) lanes.give({}, `https://${name}.example`, work(name));
    await settle();
    expect(begun).toEqual(['a', 'b']);
    await end('a');
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('know which origin takes nothing more, once it was asked as much as it may be', async () => {
    const lanes = new SendingLanes(10, 2);
    const { work, end } = aBench();
    const inTwoSeconds = Date.now() + 2_000;
    const isStuck = () => lanes.stuckSince('https://a.example', inTwoSeconds) !== null;
    lanes.give(owner, 'https://a.example', work('a1'));
    await settle();
    expect(isStuck()).toBe(false);
    lanes.give(owner, 'https://a.example', work('a2'));
    await settle();
    expect([isStuck(), lanes.stuckSince('https://a.example')]).toEqual([true, null]);
    await end('a1');
    expect([isStuck(), lanes.stuckSince('https://b.example', inTwoSeconds)]).toEqual([false, null]);
  });

  it('forget what one owner gave and has not started, and say when the rest is done', async () => {
    const lanes = new SendingLanes(10, 1);
    const other = {};
    const { begun, work, end } = aBench();
    lanes.give(owner, 'https://a.example', work('mine'));
    lanes.give(owner, 'https://a.example', work('forgotten'));
    lanes.give(other, 'https://a.example', work('theirs'));
    lanes.clear(owner);
    let isDrained = false;
    void lanes.drained(owner).then(() => {
      isDrained = true;
    });
    await settle();
    expect(isDrained).toBe(false);
    await end('mine');
    expect(isDrained).toBe(true);
    expect(begun).toEqual(['mine', 'theirs']);
    await end('theirs');
    await lanes.drained(other);
  });
});
