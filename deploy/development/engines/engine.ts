/** Tells the person at the terminal, one calm line at a time. */
export type Say = (line: string) => void;

/** A database or broker that answers. Ours to stop, unless it is external. */
export interface Engine {
  /** Where clients connect, query included: it is complete and needs no editing. */
  readonly url: string;
  /** True when a variable pointed at it: it was running before us and keeps running after. */
  readonly external: boolean;
  readonly pid: number | undefined;
  /** Asks it to stop, insists after ten seconds, and resolves once it is gone. Does nothing to an external engine. */
  stop(): Promise<void>;
  /** For fault tests: sends the signal and returns at once. Throws for an external engine. */
  kill(signal: NodeJS.Signals): void;
  /** Resolves with the exit code, null after a signal; never for an external engine. */
  readonly exited: Promise<number | null>;
}

export interface EngineOptions {
  /** The folder this engine alone may use; made when missing, refused when in use. */
  readonly dataDir: string;
  readonly say: Say;
  /** A fixed port, so that a killed engine can come back at the same address. Any free one otherwise. */
  readonly port?: number;
  /** For tests that throw their data away: writes are not forced to disk. */
  readonly throwaway?: boolean;
}

/** An engine that someone else runs, named by a variable. */
export const externalEngine = (url: string): Engine => ({
  url,
  external: true,
  pid: undefined,
  stop: async () => {},
  kill: () => {
    throw new Error('This engine is external: only those who started it may send it signals.');
  },
  exited: new Promise<never>(() => {}),
});
