import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Programs in Python that others wrote, to judge what we serve. Null when this machine has no Python, or no way to them. */
export interface Python {
  /** Runs a script, whose input is JSON on stdin, and reads the JSON that it prints. */
  run(script: string, input: unknown): Promise<unknown>;
}

const installWithinMs = 90_000;

/** Python with these packages, kept beside the engines of development. */
export const pythonWith = (...packages: readonly string[]): Python | null => {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'essaim', 'python', packages.join('+').replaceAll('=', '-'));
  const env = { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' };
  const modules = packages.map((each) => each.split('==')[0]).join(', ');
  const isThere = () => spawnSync('python3', ['-c', `import ${modules}`], { env }).status === 0;
  if (!isThere()) {
    mkdirSync(folder, { recursive: true });
    const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', folder, ...packages];
    spawnSync('python3', args, { timeout: installWithinMs });
    if (!isThere()) return null;
  }
  return { run: (script, input) => run(script, input, env) };
};

const run = (script: string, input: unknown, env: NodeJS.ProcessEnv): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const child = spawn('python3', ['-c', script], { env });
    const out: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(out).toString()));
      else reject(new Error(Buffer.concat(complaints).toString()));
    });
    child.stdin.end(JSON.stringify(input));
  });
