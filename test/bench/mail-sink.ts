import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
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

/** What an address got. */
export interface Got {
  readonly address: string;
  readonly times: number;
  /** How many different ones, by their bytes. */
  readonly texts: number;
}

/** An SMTP server in a process of its own that takes every mail and keeps none: what it costs is nobody's who is measured. */
export class MailSink {
  private child!: ChildProcess;
  url = '';

  /** @param how `log`: keeps who got what, for whoever judges; what it costs is then not to be compared. */
  async start(how: 'count' | 'log' = 'count'): Promise<void> {
    this.child = fork(fileURLToPath(import.meta.url), ['sink', how], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    [this.url] = (await once(this.child, 'message')) as [string];
  }

  came(): Promise<Came> {
    return this.ask('came');
  }

  /** Of a sink that keeps a log: how many addresses got mail, and those that got several. */
  log(): Promise<{ addresses: number; several: Got[] }> {
    return this.ask('log');
  }

  forget(): Promise<Came> {
    return this.ask('forget');
  }

  async stop(): Promise<void> {
    this.child.kill();
    await once(this.child, 'exit');
  }

  private async ask<Answer>(what: string): Promise<Answer> {
    this.child.send(what);
    const [answer] = await once(this.child, 'message');
    return answer as Answer;
  }
}

/** The other process. */
const serve = async (keepsLog: boolean): Promise<void> => {
  const known = new Map<string, string[]>();
  let came: Came = { count: 0, again: 0, first: null, last: null };
  const take = (address: string, text: string): void => {
    const at = now();
    const before = known.get(address);
    known.set(address, [...(before ?? []), text]);
    came = { count: came.count + 1, again: came.again + (before ? 1 : 0), first: came.first ?? at, last: at };
  };
  const several = (): Got[] =>
    [...known]
      .filter(([, texts]) => texts.length > 1)
      .map(([address, texts]) => ({ address, times: texts.length, texts: new Set(texts).size }));
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, { envelope }, done) => {
      const hash = createHash('sha256');
      if (keepsLog) stream.on('data', (chunk: Buffer) => hash.update(chunk));
      else stream.resume();
      stream.on('end', () => {
        const text = keepsLog ? hash.digest('base64') : '';
        for (const { address } of envelope.rcptTo) take(address, text);
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.on('message', (what) => {
    process.send?.(what === 'log' ? { addresses: known.size, several: several() } : came);
    if (what !== 'forget') return;
    known.clear();
    came = { count: 0, again: 0, first: null, last: null };
  });
  process.send?.(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
};

if (process.argv[2] === 'sink') await serve(process.argv[3] === 'log');
