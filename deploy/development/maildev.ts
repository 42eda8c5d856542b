import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { lastWords, startChild } from './processes/child.ts';
import { freePort, isFree } from './processes/ports.ts';
import { projectRoot } from './project-root.ts';

const readyWithinMs = 30_000;

/** A mailbox for everything the product sends: nothing leaves this machine. */
export interface Mailbox {
  readonly smtpUrl: string;
  /** Its page for people; programs read `api/email` below it. */
  readonly page: string;
  stop(): Promise<void>;
}

/** Starts MailDev on this machine's own address, at the ports it had last time while they are free. */
export const startMailbox = async (dataDir: string, say: (line: string) => void): Promise<Mailbox> => {
  const ports = await portsOf(dataDir);
  const mails = join(dataDir, 'mail');
  const addresses = [
    '--ip',
    '127.0.0.1',
    '--smtp',
    String(ports.smtp),
    '--web-ip',
    '127.0.0.1',
    '--web',
    String(ports.web),
  ];
  const child = await startChild({
    name: 'maildev',
    program: process.execPath,
    args: async () => {
      await mkdir(mails, { recursive: true });
      // The oldest go first: a demonstration left running for days stays light.
      const store = ['--mail-directory', mails, '--max-emails', '2000'];
      return [join(projectRoot(), 'node_modules/maildev/dist/bin/maildev.js'), ...addresses, ...store];
    },
    cwd: dataDir,
    lockFile: join(dataDir, 'run/maildev.json'),
    guarded: `The mailbox of ${dataDir}`,
    logFile: join(dataDir, 'logs/maildev.log'),
    say,
  });
  const page = `http://127.0.0.1:${ports.web}/`;
  const deadline = Date.now() + readyWithinMs;
  while (!child.isGone && Date.now() < deadline) {
    const answers = await fetch(`${page}api/email?limit=1`).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    if (answers) return { smtpUrl: `smtp://127.0.0.1:${ports.smtp}`, page, stop: () => child.stop() };
    await wait(100);
  }
  await child.stop();
  throw new Error(`MailDev did not start. Its last words:\n  ${await lastWords(child)}`);
};

interface Ports {
  readonly smtp: number;
  readonly web: number;
}

const portsOf = async (dataDir: string): Promise<Ports> => {
  const file = join(dataDir, 'ports.json');
  const last = await readFile(file, 'utf8').then(
    (content) => JSON.parse(content) as Ports,
    () => undefined,
  );
  if (last && (await isFree(last.smtp)) && (await isFree(last.web))) return last;
  const ports = { smtp: await freePort(), web: await freePort() };
  await writeFile(file, JSON.stringify(ports));
  return ports;
};
