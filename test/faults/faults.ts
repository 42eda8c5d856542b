import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../deploy/demonstration/api.ts';
import { projectRoot } from '../../deploy/development/project-root.ts';
import { type Service, startService } from '../../deploy/development/service.ts';
import { environmentOf } from '../../deploy/development/services.ts';
import { type ServiceName, type Stack, serviceNames } from '../../deploy/development/stack.ts';

/** What can be struck; `dissemination-2` is a second instance, which runs for that scenario alone. */
export const victims = [...serviceNames, 'nats', 'mongo'] as const;
export type Victim = (typeof victims)[number] | 'dissemination-2';

/** Killed and started again, or stopped for longer than a lease lives and let go on. */
export type Strike = 'kill' | 'pause';

const pauseMs = 15_000;

/** Strikes the victim without warning. Resolves once it is back and ready. */
export const strike = async (stack: Stack, victim: Victim, how: Strike, downMs: number, second?: Service) => {
  if (victim === 'nats' || victim === 'mongo') return strikeEngine(stack, victim, how, downMs);
  const service = victim === 'dissemination-2' ? second : stack.services[victim];
  if (!service) throw new Error(`${victim} does not run`);
  if (how === 'pause') return freeze((signal) => service.kill(signal));
  service.kill('SIGKILL');
  await until(`the death of ${victim}`, async () => service.pid === undefined, 30_000);
  await pause(downMs);
  await service.restart();
};

const strikeEngine = async (stack: Stack, name: 'nats' | 'mongo', how: Strike, downMs: number): Promise<void> => {
  const engine = stack[name];
  if (how === 'pause') return freeze((signal) => engine.kill(signal));
  engine.kill('SIGKILL');
  await engine.exited;
  await pause(downMs);
  await stack.restartEngine(name);
};

const freeze = async (send: (signal: NodeJS.Signals) => void): Promise<void> => {
  send('SIGSTOP');
  await pause(pauseMs);
  send('SIGCONT');
};

/** A second instance of dissemination beside the first, on the same database and streams. */
export const startSecond = async (
  { services, mongo, nats, secrets, origin }: Stack,
  { dataDir, smtpUrl, port, say }: { dataDir: string; smtpUrl: string; port: number; say: (line: string) => void },
): Promise<Service> => {
  const portOf = (url: string) => Number(new URL(url).port);
  const ports = Object.fromEntries(serviceNames.map((name) => [name, portOf(services[name].url)]));
  const around = {
    mode: 'test',
    ports: { ...(ports as Record<ServiceName, number>), dissemination: port, portal: portOf(origin) },
    mongoUrl: mongo.url,
    natsUrl: nats.url,
    smtpUrl,
    secrets,
  } as const;
  return startService({
    name: 'dissemination',
    url: `http://127.0.0.1:${port}`,
    main: join(projectRoot(), 'dist/apps/dissemination/src/main.js'),
    env: environmentOf('dissemination', around),
    // Its own folder: locks and logs are one per name.
    dataDir: join(dataDir, 'second'),
    say,
    revive: false,
  });
};
