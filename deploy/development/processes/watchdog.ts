import { type ChildProcess, spawn } from 'node:child_process';

/**
 * A shell that reads our pipe. The pipe closes when this process ends, however it ends, SIGKILL included; whatever is then
 * still on its list is stopped. It is in a session of its own, so that Ctrl-C at the terminal spares it.
 */
const script = `
pids=''
while read -r action pid; do
  kept=''
  for each in $pids; do [ "$each" = "$pid" ] || kept="$kept $each"; done
  pids=$kept
  [ "$action" = add ] && pids="$pids $pid"
done
for each in $pids; do kill -TERM "$each" 2>/dev/null; done
for turn in 1 2 3 4 5 6 7 8 9 10; do
  alive=''
  for each in $pids; do kill -0 "$each" 2>/dev/null && alive="$alive $each"; done
  [ -z "$alive" ] && exit 0
  pids=$alive
  sleep 1
done
for each in $pids; do kill -KILL "$each" 2>/dev/null; done
`;

let watchdog: ChildProcess | undefined;

const tell = (line: string): void => {
  if (!watchdog || watchdog.exitCode !== null) {
    watchdog = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    watchdog.on('error', () => {});
    watchdog.stdin?.on('error', () => {});
    watchdog.unref();
    (watchdog.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  }
  watchdog.stdin?.write(`${line}\n`);
};

/** Promises that this child does not outlive us, even when we are killed without warning. */
export const stopWithUs = (child: ChildProcess): void => {
  if (child.pid === undefined) return;
  const { pid } = child;
  tell(`add ${pid}`);
  child.once('exit', () => tell(`drop ${pid}`));
};
