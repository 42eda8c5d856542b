import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { freePort } from '../processes/ports.ts';
import { type Engine, type EngineOptions, externalEngine } from './engine.ts';
import { findEngine } from './find-engine.ts';
import { type Machine, thisMachine } from './programs.ts';
import { natsRecipe } from './recipes.ts';
import { runEngine } from './run-engine.ts';

export interface NatsOptions extends EngineOptions {
  /** Users and permissions; passwords written as $NAMES come from `env`. Its addresses and JetStream settings are replaced. */
  readonly configFile?: string;
  readonly env?: Record<string, string>;
}

/** Starts a NATS with JetStream, its streams kept in the data folder. An address in ESSAIM_NATS_URL is used as it is. */
export const startNats = async (options: NatsOptions, machine: Machine = thisMachine()): Promise<Engine> => {
  const { say, port, env } = options;
  const dataDir = resolve(options.dataDir);
  const configFile = options.configFile && resolve(options.configFile);
  const found = await findEngine(natsRecipe, machine, say);
  if ('url' in found) return externalEngine(found.url);

  const ports = join(dataDir, 'ports');
  const args = async (): Promise<string[]> => {
    await rm(ports, { recursive: true, force: true });
    await mkdir(ports, { recursive: true });
    const settings = join(dataDir, 'nats.conf');
    await writeFile(settings, settingsOver(configFile, dataDir));
    const address = ['-a', '127.0.0.1', '-p', String(port ?? (await freePort())), '--ports_file_dir', ports];
    return [...address, '-c', settings];
  };
  return runEngine({
    path: found.path,
    args,
    ...(env ? { env } : {}),
    dataDir,
    say,
    ready: async (_log, pid) =>
      addressIn(await readFile(join(ports, `${found.program}_${pid}.ports`), 'utf8').catch(() => '')),
  });
};

/** The given configuration, but for what is this machine's own: where streams are kept, and no second port. */
const settingsOver = (configFile: string | undefined, dataDir: string): string =>
  [
    ...(configFile ? [`include ${JSON.stringify(relative(dataDir, configFile))}`] : []),
    'http_port: 0',
    `jetstream { store_dir: ${JSON.stringify(join(dataDir, 'store'))} }`,
    '',
  ].join('\n');

/** The server writes its addresses once it accepts clients. */
const addressIn = (file: string): string | undefined => {
  try {
    return (JSON.parse(file) as { nats?: string[] }).nats?.[0];
  } catch {
    return undefined;
  }
};
