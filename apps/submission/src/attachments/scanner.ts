import { spawn } from 'node:child_process';
import { createConnection } from 'node:net';
import { type Readable, Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

export type Verdict = 'clean' | 'infected' | 'not-scanned';

/** Looks at a file before it is kept for good. @throws Error when it should have and could not */
export abstract class Scanner {
  abstract scan(bytes: Readable): Promise<Verdict>;
}

/** Where no scanner is configured. */
export class NoScanner extends Scanner {
  async scan(bytes: Readable): Promise<Verdict> {
    bytes.destroy();
    return 'not-scanned';
  }
}

const timeoutMs = 60_000;

/** Each chunk after its length; a length of zero ends (clamd's INSTREAM). */
const inChunks = () =>
  new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(chunk.length);
      done(null, Buffer.concat([length, chunk]));
    },
    flush(done) {
      done(null, Buffer.alloc(4));
    },
  });

/** A clamd, or anything that speaks its INSTREAM over TCP. */
export class Clamd extends Scanner {
  constructor(private readonly address: { readonly host: string; readonly port: number }) {
    super();
  }

  async scan(bytes: Readable): Promise<Verdict> {
    const socket = createConnection({ ...this.address, allowHalfOpen: true });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('the scanner took too long')));
    const said = text(socket);
    // Refused half-way, it answers and hangs up: what it said counts.
    socket.write('zINSTREAM\0');
    await Promise.race([pipeline(bytes, inChunks(), socket, { end: false }), said]).finally(() => bytes.destroy());
    const answer = (await said).replaceAll('\0', '').trim();
    socket.destroy();
    if (answer.endsWith('OK')) return 'clean';
    if (answer.endsWith('FOUND')) return 'infected';
    throw new Error(`the scanner said: ${answer.slice(0, 200)}`);
  }
}

/** A program that reads the file on its standard input and ends with 0 (clean) or 1 (infected), as clamscan does. */
export class ScanCommand extends Scanner {
  constructor(private readonly command: readonly [string, ...string[]]) {
    super();
  }

  async scan(bytes: Readable): Promise<Verdict> {
    const [program, ...args] = this.command;
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], signal: AbortSignal.timeout(timeoutMs) });
    const ended = new Promise<number | null>((resolve, reject) => child.once('exit', resolve).once('error', reject));
    // It may have seen enough before the end.
    await Promise.race([pipeline(bytes, child.stdin).catch(() => undefined), ended]);
    bytes.destroy();
    const code = await ended;
    if (code === 0) return 'clean';
    if (code === 1) return 'infected';
    throw new Error(`the scanner ended with ${code}`);
  }
}

/** The scanner that the configuration names. */
export const scannerOf = (clamd: string | undefined, command: string | undefined): Scanner => {
  const [host, port] = clamd?.split(':') ?? [];
  if (host && port) return new Clamd({ host, port: Number(port) });
  const [program, ...args] = command?.split(' ').filter(Boolean) ?? [];
  return program ? new ScanCommand([program, ...args]) : new NoScanner();
};
