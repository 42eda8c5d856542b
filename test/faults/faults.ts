import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../deploy/demonstration/api.ts';
import { projectRoot } from '../../deploy/development/project-root.ts';
import { type Service, startService } from '../../deploy/development/service.ts';
import { environmentOf } from '../../deploy/development/services.ts';
import { type ServiceName, type Stack, serviceNames } from '../../deploy/development/stack.ts';
import { fill, slowDown } from './disks.ts';

/** What can be struck; `dissemination-2` is a second instance, which runs for that scenario alone; `engines` are both at once. */
export const victims = [...serviceNames, 'nats', 'mongo'] as const;
export type Victim = (typeof victims)[number] | 'dissemination-2' | 'engines';

/**
 * | how   | what happens                                                        |
 * |-------|---------------------------------------------------------------------|
 * | kill  | SIGKILL, and started again soon                                     |
 * | loop  | the same, several times: killed again as soon as it is ready        |
 * | long  | SIGKILL, and away for longer than leases, claims and ack waits live |
 * | pause | stopped for longer than a lease lives, then let go on               |
 * | away  | SIGKILL, and away for ten minutes                                   |
 * | full  | an engine's disk has no room left for a while; then it is restarted |
 * | slow  | an engine's every write to its disk waits, for a while              |
 */
export type Strike = 'kill' | 'loop' | 'long' | 'pause' | 'away' | 'full' | 'slow';

/** How often it is struck. */
export const times: Record<Strike, number> = { kill: 1, loop: 4, long: 1, pause: 1, away: 1, full: 1, slow: 1 };

const pauseMs = 15_000;
const awayMs = { long: 45_000, away: 600_000 } as const;
const fullMs = 10_000;
const slowMs = 15_000;
const slowWriteMs = 100;

/** For how long it is struck, at the most. */
export const lastsMs = (how: Strike): number => (how === 'away' ? awayMs.away : awayMs.long);

/** This machine does not let us do that: nothing was struck. */
export class NotHere extends Error {}

/** Where an engine keeps what it stores, in the data folder of the product. */
export const engineFolders = ['mongo', 'nats'] as const;

interface Struck {
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves once it is dead. */
  readonly death: () => Promise<unknown>;
  /** Resolves once it is back and ready. */
  readonly restart: () => Promise<void>;
}

/** Strikes the victim without warning. Resolves once it is back and ready. */
export const strike = async (
  stack: Stack,
  { victim, how, downMs }: { readonly victim: Victim; readonly how: Strike; readonly downMs: number },
  { second, dataDir }: { readonly second?: Service | undefined; readonly dataDir: string },
): Promise<void> => {
  const struck = struckOf(stack, victim, second);
  if (how === 'pause') return freeze(struck.kill);
  if (how === 'full') return crowd(join(dataDir, victim), struck);
  if (how === 'slow') return hinder(victim === 'nats' ? stack.nats.pid : stack.mongo.pid);
  for (let time = 0; time < times[how]; time += 1) {
    const death = struck.death();
    struck.kill('SIGKILL');
    await death;
    await pause(how === 'long' || how === 'away' ? awayMs[how] : downMs);
    await struck.restart();
  }
};

const struckOf = (stack: Stack, victim: Victim, second: Service | undefined): Struck => {
  if (victim === 'engines') return together(engineFolders.map((engine) => struckOf(stack, engine, second)));
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

const together = (all: readonly Struck[]): Struck => ({
  kill: (signal) => {
    for (const each of all) each.kill(signal);
  },
  death: () => Promise.all(all.map((each) => each.death())),
  restart: async () => {
    await Promise.all(all.map((each) => each.restart()));
  },
});

/** A disk that was full leaves NATS's streams and WiredTiger closed to writes: whoever made room restarts the engine. */
const crowd = async (folder: string, struck: Struck): Promise<void> => {
  const makeRoom = await fill(folder);
  await pause(fullMs);
  await makeRoom();
  await struck.restart();
};

const hinder = async (pid: number | undefined): Promise<void> => {
  const relieve = pid === undefined ? null : await slowDown(pid, slowWriteMs);
  if (!relieve) throw new NotHere('strace is needed, and the right to use it');
  await pause(slowMs);
  await relieve();
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
