/** A number of places, taken in turn. */
export class Slots {
  private readonly waiting = new Set<() => void>();
  private taken = 0;

  constructor(private readonly places: number) {}

  get isIdle(): boolean {
    return this.taken === 0;
  }

  /** Waits for a place; false when the signal ended the wait first. */
  async take(signal?: AbortSignal): Promise<boolean> {
    if (signal?.aborted) return false;
    if (this.taken < this.places) {
      this.taken += 1;
      return true;
    }
    return new Promise((resolve) => {
      const abandon = () => {
        this.waiting.delete(proceed);
        resolve(false);
      };
      const proceed = () => {
        signal?.removeEventListener('abort', abandon);
        resolve(true);
      };
      this.waiting.add(proceed);
      signal?.addEventListener('abort', abandon, { once: true });
    });
  }

  /** Hands the place to whoever has waited longest. */
  give(): void {
    const [next] = this.waiting;
    if (!next) {
      this.taken -= 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}

/** As many places under each key; nothing is kept for a key that nobody uses. */
export class KeyedSlots {
  private readonly byKey = new Map<string, Slots>();

  constructor(private readonly places: number) {}

  async take(key: string, signal?: AbortSignal): Promise<boolean> {
    const slots = this.byKey.get(key) ?? new Slots(this.places);
    this.byKey.set(key, slots);
    const taken = await slots.take(signal);
    if (!taken) this.forget(key, slots);
    return taken;
  }

  give(key: string): void {
    const slots = this.byKey.get(key);
    if (!slots) return;
    slots.give();
    this.forget(key, slots);
  }

  get size(): number {
    return this.byKey.size;
  }

  private forget(key: string, slots: Slots): void {
    if (slots.isIdle) this.byKey.delete(key);
  }
}
