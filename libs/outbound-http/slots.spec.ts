import { describe, expect, it } from 'vitest';
import { KeyedSlots, Slots } from './slots.ts';

describe('Slots', () => {
  it('are handed over in turn', async () => {
    const slots = new Slots(1);
    await slots.take();
    const order: string[] = [];
    const waits = ['first', 'second'].map((name) => slots.take().then(() => order.push(name)));
    slots.give();
    slots.give();
    await Promise.all(waits);
    expect(order).toEqual(['first', 'second']);
    slots.give();
    expect(slots.isIdle).toBe(true);
  });

  it('are not given to whoever stopped waiting', async () => {
    const slots = new Slots(1);
    await slots.take();
    const impatience = new AbortController();
    const abandoned = slots.take(impatience.signal);
    const patient = slots.take();
    impatience.abort();
    slots.give();
    expect(await abandoned).toBe(false);
    expect(await patient).toBe(true);
    expect(await slots.take(AbortSignal.abort())).toBe(false);
  });

  it('keep nothing for a key once it is idle', async () => {
    const slots = new KeyedSlots(2);
    await slots.take('a');
    await slots.take('b');
    expect(await slots.take('c', AbortSignal.abort())).toBe(false);
    expect(slots.size).toBe(2);
    slots.give('a');
    slots.give('b');
    expect(slots.size).toBe(0);
  });
});
