import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** When each resource came to each receiver, by its number: milliseconds since 1970, with fractions. */
export type Arrivals = Readonly<Record<string, number>>;

export const now = (): number => performance.timeOrigin + performance.now();

/** Receivers in a process of their own, a port each, so that what they cost is nobody's who is measured. */
export class Receivers {
  private child!: ChildProcess;
  urls: readonly string[] = [];

  async start(count: number): Promise<void> {
    this.child = fork(fileURLToPath(import.meta.url), [String(count)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    [this.urls] = (await once(this.child, 'message')) as [string[]];
  }

  /** How many came since the last call that asked for them to be forgotten. */
  async count(): Promise<number> {
    return this.ask<number>('count');
  }

  /** `receiver number + space + resource`, and when. Forgets them. */
  async take(): Promise<Arrivals> {
    return this.ask<Arrivals>('take');
  }

  /** From now on the first one never answers, or answers again. */
  async hang(isHanging: boolean): Promise<void> {
    await this.ask(isHanging ? 'hang' : 'answer');
  }

  /** Posts that came since the receivers began, and how many of them came for the first time. */
  async seen(): Promise<{ readonly posts: number; readonly distinct: number }> {
    return this.ask('seen');
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
const serve = async (count: number): Promise<void> => {
  let arrivals: Record<string, number> = {};
  let total = 0;
  let isHanging = false;
  let posts = 0;
  const seen = new Set<string>();
  const urls: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const id = /"id":"(bench-[^"]+)"/.exec(Buffer.concat(chunks).toString('utf8', 0, 400))?.[1];
        if (id) {
          total += 1;
          posts += 1;
          seen.add(`${request.url} ${request.headers['webhook-id']}`);
          arrivals[`${index}${request.url === '/' ? '' : request.url} ${id}`] ??= now();
        }
        if (index === 0 && isHanging && id) return;
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    urls.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  }
  process.on('message', (what: string) => {
    if (what === 'count') return process.send?.(total);
    if (what === 'seen') return process.send?.({ posts, distinct: seen.size });
    if (what === 'take') {
      process.send?.(arrivals);
      arrivals = {};
      total = 0;
      return;
    }
    isHanging = what === 'hang';
    process.send?.(true);
  });
  process.send?.(urls);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(Number(process.argv[2]));
