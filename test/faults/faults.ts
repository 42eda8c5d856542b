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

/**
 * | how   | what happens                                                        |
 * |-------|---------------------------------------------------------------------|
 * | kill  | SIGKILL, and started again soon                                     |
 * | loop  | the same, several times: killed again as soon as it is ready        |
 * | long  | SIGKILL, and away for longer than leases, claims and ack waits live |
 * | pause | stopped for longer than a lease lives, then let go on               |
 */
export type Strike = 'kill' | 'loop' | 'long' | 'pause';

/** How often it is struck. */
export const times: Record<Strike, number> = { kill: 1, loop: 4, long: 1, pause: 1 };

const pauseMs = 15_000;
const longMs = 45_000;

interface Struck {
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves once it is dead. */
  readonly death: () => Promise<unknown>;
  /** Resolves once it is back and ready. */
  readonly restart: () => Promise<void>;
}

/** Strikes the victim without warning. Resolves once it is back and ready. */
export const strike = async (stack: Stack, victim: Victim, how: Strike, downMs: number, second?: Service) => {
  const struck = struckOf(stack, victim, second);
  if (how === 'pause') return freeze(struck.kill);
  for (let time = 0; time < times[how]; time += 1) {
    const death = struck.death();
    struck.kill('SIGKILL');
    await death;
    await pause(how === 'long' ? longMs : downMs);
    await struck.restart();
  }
};

const struckOf = (stack: Stack, victim: Victim, second: Service | undefined): Struck => {
  if (victim === 'nats' || victim === 'mongo') {
    const kill = (signal: NodeJS.Signals) => stack[victim].kill(signal);
    return { kill, death: () => stack[victim].exited, restart: () => stack.restartEngine(victim) };
  }
  const service = victim === 'dissemination-2' ? second : stack.services[victim];
  if (!service) throw new Error(`${victim} does not run`);
  return {
    kill: (signal) => service.kill(signal),
    death: () => until(`the death of ${victim}`, async () => service.pid === undefined, 30_000),
    restart: () => service.restart(),
  };
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
