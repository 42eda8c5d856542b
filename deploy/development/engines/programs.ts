import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** What the search for an engine sees of the machine. Tests give their own. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  /** `<platform>-<arch>` as Node names them. */
  readonly platform: string;
}

export const thisMachine = (): Machine => ({ env: process.env, platform: `${process.platform}-${process.arch}` });

/** The full path of a program on PATH, or undefined. */
export const onPath = async (program: string, { env }: Machine): Promise<string | undefined> => {
  for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, program);
    if (await isExecutable(path)) return path;
  }
  return undefined;
};

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** What a program prints when asked its version; undefined when it is missing or does not run here. */
export const versionOutput = (path: string, args: readonly string[], { env }: Machine): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile(path, [...args], { env, timeout: 10_000 }, (error, stdout, stderr) => {
      resolve(error ? undefined : `${stdout}${stderr}`);
    });
  });

/** The first dotted number in a program's answer: `db version v8.0.4` gives [8, 0, 4]. */
export const versionIn = (output: string): readonly number[] | undefined =>
  /\d+(?:\.\d+)+/.exec(output)?.[0].split('.').map(Number);

export const isAtLeast = (version: readonly number[], wanted: readonly number[]): boolean => {
  for (const [index, least] of wanted.entries()) {
    const part = version[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
};
