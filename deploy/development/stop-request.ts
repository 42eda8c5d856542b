const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C may arrive several times: from the terminal, from npm, from the launcher. */
const sameRequestMs = 1_000;

export interface Stopping {
  readonly politely: () => Promise<void>;
  /** The person asked again. */
  readonly atOnce: () => void;
}

/**
 * Stops on Ctrl-C, SIGTERM, a closed terminal, or when the launcher that started us is gone; at once when asked again.
 * The process ends afterwards. Returns whether that is under way.
 */
export const onStopRequest = ({ politely, atOnce }: Stopping): (() => boolean) => {
  let askedAt: number | undefined;
  const request = (): void => {
    if (askedAt === undefined) {
      askedAt = Date.now();
      politely().then(
        () => process.exit(0),
        (error: Error) => {
          console.error(error.message);
          process.exit(1);
        },
      );
    } else if (Date.now() - askedAt > sameRequestMs) {
      atOnce();
      process.exit(130);
    }
  };
  for (const signal of signals) process.on(signal, request);
  // A closed terminal must not turn the last lines into a crash.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});

  followLauncher(request);
  return () => askedAt !== undefined;
};

const followLauncher = (gone: () => void): void => {
  const launcher = Number(process.env.ESSAIM_LAUNCHER_PID);
  if (launcher !== process.ppid) return;
  const lookUp = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(lookUp);
    gone();
  }, 1_000);
  lookUp.unref();
};
