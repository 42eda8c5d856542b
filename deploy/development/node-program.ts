import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectRoot } from './project-root.ts';

const require = createRequire(import.meta.url);

/** The file that a package's command runs. */
export const commandFile = (packageName: string, command = packageName): string => {
  const manifest = join(projectRoot(), 'node_modules', packageName, 'package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: string | Record<string, string> };
  const file = typeof bin === 'string' ? bin : bin[command];
  if (!file) throw new Error(`${packageName} has no command called ${command}`);
  return require.resolve(join(dirname(manifest), file));
};

/** Runs a program with this very Node; what it prints is shown, unless it is `quiet`. @returns its exit code and output */
export const runNode = async (args: readonly string[], quiet = false): Promise<{ code: number; output: string }> => {
  const child = spawn(process.execPath, args, {
    cwd: projectRoot(),
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  return { code, output: Buffer.concat(chunks).toString() };
};
