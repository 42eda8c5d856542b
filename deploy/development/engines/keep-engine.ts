import { setTimeout as wait } from 'node:timers/promises';
import type { Engine, Say } from './engine.ts';

/** An engine over its restarts: killed and started again, it has the same address and the same data. */
export interface KeptEngine {
  readonly current: Engine;
  /** Stops it if it runs, and starts it at the same port. Throws for an external engine. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts an engine and, with `revive`, starts it again when it ends unasked. */
export const keepEngine = async (
  name: string,
  startAt: (port?: number) => Promise<Engine>,
  { say, revive }: { readonly say: Say; readonly revive: boolean },
): Promise<KeptEngine> => {
  let current = await startAt();
  const port = Number(new URL(current.url).port);
  let isWanted = true;

  const watch = (engine: Engine): void => {
    void engine.exited.then(async () => {
      if (!revive || !isWanted || engine !== current) return;
      say(`${name} stopped; starting it again`);
      await wait(1_000);
      if (isWanted)
        await startAgain().then(
          () => say(`${name} is back`),
          (error: Error) => say(error.message),
        );
    });
  };
  const startAgain = async (): Promise<void> => {
    isWanted = true;
    current = await startAt(port);
    watch(current);
  };
  const stop = async (): Promise<void> => {
    isWanted = false;
    await current.stop();
  };

  watch(current);
  return {
    get current() {
      return current;
    },
    restart: async () => {
      if (current.external) throw new Error(`${name} is external: only those who started it may restart it.`);
      await stop();
      await startAgain();
    },
    stop,
  };
};
