import { Slots } from '#messaging';

interface Lane {
  readonly waiting: (() => Promise<void>)[];
  active: number;
}

/**
 * Bounds what is in the air: so many in all, and so many per endpoint, so that a slow one delays nobody else. Within an
 * endpoint, work starts in the order it was given.
 */
export class SendingLanes {
  private readonly lanes = new Map<string, Lane>();
  private readonly slots: Slots;
  private readonly idle: (() => void)[] = [];
  private pending = 0;

  constructor(
    total: number,
    private readonly perEndpoint: number,
  ) {
    this.slots = new Slots(total);
  }

  /** How much was given and is not done. */
  get size(): number {
    return this.pending;
  }

  /** @param work must not throw. */
  give(endpoint: string, work: () => Promise<void>): void {
    const lane = this.lanes.get(endpoint) ?? { waiting: [], active: 0 };
    this.lanes.set(endpoint, lane);
    lane.waiting.push(work);
    this.pending += 1;
    this.next(endpoint, lane);
  }

  /** Resolves once no more than `most` are pending. */
  async drained(most = 0): Promise<void> {
    while (this.pending > most) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  /** Forgets what has not started. */
  clear(): void {
    for (const lane of this.lanes.values()) this.pending -= lane.waiting.splice(0).length;
    this.tellIdle();
  }

  private next(endpoint: string, lane: Lane): void {
    if (lane.active >= this.perEndpoint) return;
    const work = lane.waiting.shift();
    if (!work) {
      if (lane.active === 0) this.lanes.delete(endpoint);
      return;
    }
    lane.active += 1;
    void this.slots.run(work).finally(() => {
      lane.active -= 1;
      this.pending -= 1;
      this.tellIdle();
      this.next(endpoint, lane);
    });
  }

  private tellIdle(): void {
    for (const resolve of this.idle.splice(0)) resolve();
  }
}
