import { Slots } from '#messaging';

interface Task {
  readonly owner: object;
  readonly work: () => Promise<void>;
}

interface Lane {
  waiting: Task[];
  active: number;
  /** When something began or ended there last. */
  movedAt: number;
}

/** A lane that is full and has not moved for so long takes nothing more. */
const stuckMs = 1_000;

/**
 * Bounds what is in the air: so many in all, and so many to one origin, so that a slow one delays nobody else. Within an
 * origin, work starts in the order it was given. One for the process, with several owners.
 */
export class SendingLanes {
  private readonly lanes = new Map<string, Lane>();
  private readonly slots: Slots;
  private readonly pending = new Map<object, number>();
  private readonly idle: (() => void)[] = [];

  constructor(
    total: number,
    private readonly perOrigin: number,
  ) {
    this.slots = new Slots(total);
  }

  /** @param work must not throw. */
  give(owner: object, origin: string, work: () => Promise<void>): void {
    const lane = this.lanes.get(origin) ?? { waiting: [], active: 0, movedAt: Date.now() };
    this.lanes.set(origin, lane);
    lane.waiting.push({ owner, work });
    this.count(owner, 1);
    this.next(origin, lane);
  }

  /** Since when an origin answers nothing although it was asked as much as it may be; null while things move. */
  stuckSince(origin: string, now = Date.now()): Date | null {
    const lane = this.lanes.get(origin);
    if (!lane || lane.active < this.perOrigin || now - lane.movedAt < stuckMs) return null;
    return new Date(lane.movedAt);
  }

  /** Resolves once no more than `most` of what this owner gave are pending. */
  async drained(owner: object, most = 0): Promise<void> {
    while ((this.pending.get(owner) ?? 0) > most) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  /** Forgets what this owner gave and has not started. */
  clear(owner: object): void {
    for (const lane of this.lanes.values()) {
      const kept = lane.waiting.filter((task) => task.owner !== owner);
      this.count(owner, kept.length - lane.waiting.length);
      lane.waiting = kept;
    }
  }

  private next(origin: string, lane: Lane): void {
    if (lane.active >= this.perOrigin) return;
    const task = lane.waiting.shift();
    if (!task) {
      if (lane.active === 0) this.lanes.delete(origin);
      return;
    }
    lane.active += 1;
    lane.movedAt = Date.now();
    void this.slots.run(task.work).finally(() => {
      lane.active -= 1;
      lane.movedAt = Date.now();
      this.count(task.owner, -1);
      this.next(origin, lane);
    });
  }

  private count(owner: object, change: number): void {
    const left = (this.pending.get(owner) ?? 0) + change;
    if (left > 0) this.pending.set(owner, left);
    else this.pending.delete(owner);
    for (const resolve of this.idle.splice(0)) resolve();
  }
}
