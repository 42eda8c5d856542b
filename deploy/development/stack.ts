import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, startMongo, startNats } from './engines/index.ts';
import { type KeptEngine, keepEngine } from './engines/keep-engine.ts';
import { freePort } from './processes/ports.ts';
import { projectRoot } from './project-root.ts';
import { natsPasswordVariables, type Secrets, secretsOf } from './secrets.ts';
import { type Service, startService } from './service.ts';
import { environmentOf, originOf, type ServiceName, serviceNames, urlOf } from './services.ts';

export type { Service } from './service.ts';
export { type ServiceName, serviceNames } from './services.ts';

/** The whole product on this machine: two engines, five services. */
export interface Stack {
  /** The one public address: the portal's. */
  readonly origin: string;
  readonly services: Readonly<Record<ServiceName, Service>>;
  readonly mongo: Engine;
  readonly nats: Engine;
  readonly secrets: Secrets;
  /** Starts an engine again at the same address, whether it was killed or still runs. */
  restartEngine(name: 'mongo' | 'nats'): Promise<void>;
  /** All five together; the engines stay. */
  stopServices(): Promise<void>;
  /** Services first, then the engines. */
  stop(): Promise<void>;
}

export interface StackOptions {
  readonly dataDir: string;
  /** The portal's port; 0 for any free one. */
  readonly port: number;
  readonly mode: 'demonstration' | 'test';
  readonly say: (line: string) => void;
  /** More variables, or other values, for one service. */
  readonly env?: Partial<Record<ServiceName, Record<string, string>>>;
  readonly smtpUrl: string;
  /** Whether a service that crashes is started again. */
  readonly revive?: boolean;
  /** For tests that throw their data away. */
  readonly throwaway?: boolean;
}

/** Starts everything and resolves once every service is ready. On failure nothing is left running. */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const stops: (() => Promise<void>)[] = [];
  try {
    return await start(options, stops);
  } catch (error) {
    for (const stop of stops) await stop().catch(() => {});
    throw error;
  }
};

const start = async (options: StackOptions, stops: (() => Promise<void>)[]): Promise<Stack> => {
  const { dataDir, mode, say, smtpUrl, throwaway = false, revive = mode === 'demonstration' } = options;
  const secrets = await secretsOf(dataDir);
  const ports = await choosePorts(options.port);
  const [mongo, nats] = await startEngines({ dataDir, say, throwaway, revive, secrets }, stops);

  const around = { mode, ports, mongoUrl: mongo.current.url, natsUrl: nats.current.url, smtpUrl, secrets };
  const stopServices = async (): Promise<void> => {
    await Promise.all(started.map((service) => service.stop()));
  };
  const started: Service[] = [];
  stops.unshift(stopServices);
  say('Starting the five services…');
  await settled(
    serviceNames.map(async (name) => {
      const service = await startService({
        name,
        url: urlOf(name, ports),
        main: compiledMain(name),
        env: { ...environmentOf(name, around), ...options.env?.[name] },
        dataDir,
        say,
        revive,
      });
      started.push(service);
      say(`  ${name} is ready`);
    }),
  );
  return {
    origin: originOf(ports),
    services: Object.fromEntries(started.map((service) => [service.name, service])) as Stack['services'],
    get mongo() {
      return mongo.current;
    },
    get nats() {
      return nats.current;
    },
    secrets,
    stopServices,
    restartEngine: (name) => (name === 'mongo' ? mongo : nats).restart(),
    stop: async () => {
      for (const stop of stops) await stop();
    },
  };
};

type EngineSettings = Required<Pick<StackOptions, 'dataDir' | 'say' | 'throwaway' | 'revive'>> & { secrets: Secrets };

const startEngines = async (
  { dataDir, say, throwaway, revive, secrets }: EngineSettings,
  stops: (() => Promise<void>)[],
): Promise<[KeptEngine, KeptEngine]> => {
  const kept = async (name: string, startAt: (port?: number) => Promise<Engine>): Promise<KeptEngine> => {
    const engine = await keepEngine(name, startAt, { say, revive });
    stops.push(() => engine.stop());
    return engine;
  };
  const options = (folder: string, port?: number) => ({ dataDir: join(dataDir, folder), say, throwaway, port });
  const users = {
    configFile: join(projectRoot(), 'deploy/nats/nats.conf'),
    env: natsPasswordVariables(secrets),
  };
  const engines = await settled([
    kept('MongoDB', (port) => startMongo(options('mongo', port))),
    kept('NATS', (port) => startNats({ ...options('nats', port), ...users })),
  ]);
  say('MongoDB and NATS answer');
  return engines as [KeptEngine, KeptEngine];
};

/** All of them, or the first failure once none is still under way: what was started can then be stopped. */
const settled = async <T>(work: readonly Promise<T>[]): Promise<T[]> => {
  await Promise.allSettled(work);
  return Promise.all(work);
};

const choosePorts = async (portal: number): Promise<Record<ServiceName, number>> => ({
  submission: await freePort(),
  editorial: await freePort(),
  watch: await freePort(),
  dissemination: await freePort(),
  portal: portal || (await freePort()),
});

const compiledMain = (name: ServiceName): string => {
  const main = join(projectRoot(), 'dist/apps', name, 'src/main.js');
  if (!existsSync(main)) throw new Error(`${main} is missing: build first (npm run build).`);
  return main;
};
