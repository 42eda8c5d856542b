import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CatalogueChanges } from './catalogue-changes.ts';

/** Changes as the wake-up call of another instance tells them. */
const changesOnCall = () => {
  let call = () => {};
  const wake = { on: (_: string, listener: () => void) => (call = listener), call: () => call() };
  const changes = new CatalogueChanges(wake as never, {} as never, {} as never, {} as never);
  let announced = 0;
  changes.on(() => {
    announced += 1;
  });
  return { tell: () => changes.tell(), announced: () => announced };
};

describe('Changes of the catalogue', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are announced at once, a few in a row as well', () => {
    const { tell, announced } = changesOnCall();
    for (let n = 1; n <= 4; n += 1) {
      tell();
      expect(announced()).toBe(n);
    }
  });

  it('are announced at an even pace while there are many, and the last is never left out', () => {
    const { tell, announced } = changesOnCall();
    for (let ms = 0; ms < 10_000; ms += 10) {
      tell();
      vi.advanceTimersByTime(10);
    }
    expect(announced()).toBeGreaterThan(45);
    expect(announced()).toBeLessThan(60);
    const before = announced();
    tell();
    vi.advanceTimersByTime(1_000);
    expect(announced()).toBe(before + 1);
    // Quiet again, at once again.
    tell();
    expect(announced()).toBe(before + 2);
  });
});
