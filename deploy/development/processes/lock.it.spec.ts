import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Holder, takeLock, withLock } from './lock.ts';
import { isRunning, markOf, type ProcessMark } from './process-mark.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'essaim-lock-'));
  file = join(folder, 'in-use.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const aProcess = async (): Promise<{ mark: ProcessMark; end: () => Promise<void> }> => {
  const child = spawn('sleep', ['60']);
  const mark = await markOf(child.pid ?? 0);
  if (!mark) throw new Error('sleep does not run');
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = (): Promise<void> => {
    child.kill('SIGKILL');
    return exited;
  };
  return { mark, end };
};

describe('A lock', () => {
  it('is refused while a living process holds it, with the holder named', async () => {
    const other = await aProcess();
    await writeFile(file, JSON.stringify({ owner: other.mark, purpose: 'npm start' } satisfies Holder));
    await expect(takeLock(file, 'me')).rejects.toThrow(`in use by process ${other.mark.pid} (npm start)`);
    await other.end();
  });

  it('of a dead process is taken over, and tells what was left behind', async () => {
    const dead = await aProcess();
    const orphan = await aProcess();
    await dead.end();
    await writeFile(file, JSON.stringify({ owner: dead.mark, purpose: 'watch', child: orphan.mark } satisfies Holder));

    const left: Holder[] = [];
    const lock = await takeLock(file, 'me', async (holder) => void left.push(holder));
    expect(left).toMatchObject([{ purpose: 'watch', child: { pid: orphan.mark.pid } }]);
    await lock.release();
    await orphan.end();
  });

  it('whose file is unreadable is taken over', async () => {
    await writeFile(file, '{');
    await (await takeLock(file, 'me')).release();
  });

  it('stays released, even when a note comes late', async () => {
    const lock = await takeLock(file, 'me');
    await Promise.all([lock.release(), lock.note({ pid: 1 })]);
    await (await takeLock(file, 'me again')).release();
  });

  it('lets one at a time work', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(file, 'work', () => {}, work)));
    expect(most).toBe(1);
  });

  it('is given back when the work fails', async () => {
    const failing = withLock(
      file,
      'work',
      () => {},
      () => Promise.reject(new Error('no luck')),
    );
    await expect(failing).rejects.toThrow('no luck');
    await (await takeLock(file, 'me')).release();
  });

  it('is not confused by a number that was given to another process', async () => {
    const now = await markOf(process.pid);
    expect(await isRunning({ pid: process.pid, startedAt: 'long ago' })).toBe(now?.startedAt === undefined);
  });
});
