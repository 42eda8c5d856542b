import { readFile } from 'node:fs/promises';

/** A process as it can be recognised later: a number alone is given again once the process is gone. */
export interface ProcessMark {
  readonly pid: number;
  /** When it started, in the system's own count; absent where the system does not tell. */
  readonly startedAt?: string;
}

/** Marks a running process. Undefined when there is none by that number. */
export const markOf = async (pid: number): Promise<ProcessMark | undefined> => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  if (process.platform !== 'linux') return { pid };
  try {
    // After the name in parentheses, which may hold anything: state is the 1st field, start time the 20th.
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1)?.split(' ') ?? [];
    if (fields[0] === 'Z') return undefined;
    return { pid, ...(fields[19] ? { startedAt: fields[19] } : {}) };
  } catch {
    return undefined;
  }
};

/** Whether the process that was marked still runs, and not another that got its number. */
export const isRunning = async (mark: ProcessMark): Promise<boolean> => {
  const now = await markOf(mark.pid);
  return now !== undefined && (now.startedAt === undefined || now.startedAt === mark.startedAt);
};

/** SIGTERM, then SIGKILL after ten seconds; resolves once the process is gone. */
export const endProcess = async (mark: ProcessMark): Promise<void> => {
  for (const [signal, waitMs] of [
    ['SIGTERM', 10_000],
    ['SIGKILL', 2_000],
  ] as const) {
    if (!(await isRunning(mark))) return;
    process.kill(mark.pid, signal);
    const deadline = Date.now() + waitMs;
    while (Date.now() < deadline && (await isRunning(mark))) await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
