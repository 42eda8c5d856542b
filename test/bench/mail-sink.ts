import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { SMTPServer } from 'smtp-server';
import { now } from './receivers.ts';

/** What came since it was last asked to forget. */
export interface Came {
  readonly count: number;
  /** Mails to an address that had one already. */
  readonly again: number;
  /** Milliseconds since 1970, with fractions; null when none came. */
  readonly first: number | null;
  readonly last: number | null;
}

/** An SMTP server in a process of its own that takes every mail and keeps none: what it costs is nobody's who is measured. */
export class MailSink {
  private child!: ChildProcess;
  url = '';

  async start(): Promise<void> {
    this.child = fork(fileURLToPath(import.meta.url), ['sink'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    [this.url] = (await once(this.child, 'message')) as [string];
  }

  came(): Promise<Came> {
    return this.ask('came');
  }

  forget(): Promise<Came> {
    return this.ask('forget');
  }

  async stop(): Promise<void> {
    this.child.kill();
    await once(this.child, 'exit');
  }

  private async ask(what: string): Promise<Came> {
    this.child.send(what);
    const [answer] = await once(this.child, 'message');
    return answer as Came;
  }
}

/** The other process. */
const serve = async (): Promise<void> => {
  const known = new Set<string>();
  let came: Came = { count: 0, again: 0, first: null, last: null };
  const take = (address: string): void => {
    const at = now();
    const again = came.again + (known.has(address) ? 1 : 0);
    known.add(address);
    came = { count: came.count + 1, again, first: came.first ?? at, last: at };
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, { envelope }, done) => {
      stream.resume();
      stream.on('end', () => {
        for (const { address } of envelope.rcptTo) take(address);
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.on('message', (what) => {
    process.send?.(came);
    if (what !== 'forget') return;
    known.clear();
    came = { count: 0, again: 0, first: null, last: null };
  });
  process.send?.(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
};

if (process.argv[2] === 'sink') await serve();
