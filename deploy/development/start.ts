/** `npm start`: the whole product on this machine, with its demonstration data. */
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { seedDemonstration } from '../demonstration/seed.ts';
import { type Mailbox, startMailbox } from './maildev.ts';
import { endLeftovers, Held, takeLock } from './processes/lock.ts';
import { isFree } from './processes/ports.ts';
import { writePrivately } from './secrets.ts';
import { type Stack, serviceNames, startStack } from './stack.ts';
import { onStopRequest } from './stop-request.ts';

const say = (line: string): void => console.log(line);

/** What is running so far, so that a stop at any moment finds it. */
const running: { mailbox?: Mailbox; stack?: Stack; isStopping?: () => boolean } = {};

const start = async (): Promise<void> => {
  const port = portFrom(process.env.ESSAIM_PORT ?? '3000');
  const dataDir = resolve(process.env.ESSAIM_DATA_DIR || '.essaim');
  const demoFile = join(dataDir, 'demo.json');
  await mkdir(dataDir, { recursive: true });
  const lock = await lockOf(dataDir);
  await rm(demoFile, { force: true });
  await refusePortInUse(port);

  running.isStopping = onStopRequest({
    politely: async () => {
      say('\nStopping…');
      await rm(demoFile, { force: true });
      await running.stack?.stopServices();
      await running.mailbox?.stop();
      await running.stack?.stop();
      await lock.release();
      say('Stopped. The data stay in the data folder for the next start.');
    },
    // What is left is ended by the watchdog, whose pipe closes with this process.
    atOnce: () => {
      say('Stopping at once.');
      for (const name of serviceNames) running.stack?.services[name].kill('SIGKILL');
    },
  });

  const mailbox = await startMailbox(dataDir, say);
  running.mailbox = mailbox;
  const stack = await startStack({ dataDir, port, mode: 'demonstration', say, smtpUrl: mailbox.smtpUrl });
  running.stack = stack;

  say('Bringing in the demonstration data…');
  const { origin, secrets } = stack;
  const services = Object.fromEntries(serviceNames.map((name) => [name, stack.services[name].url])) as Urls;
  const { bootstrapKey } = secrets;
  const seeded = await seedDemonstration({ services, origin, bootstrapKey, dataDir, say, hasEveryState: true });
  await writePrivately(demoFile, {
    origin,
    mailbox: mailbox.page,
    ...seeded,
    services,
    nats: stack.nats.url,
    mongodb: stack.mongo.url,
  });
  say(welcome(origin, mailbox.page, demoFile));
};

type Urls = Record<(typeof serviceNames)[number], string>;

const portFrom = (given: string): number => {
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`ESSAIM_PORT is "${given}", which is not a port.`);
};

/** `localhost` is both addresses: somebody else's server on either would answer in our place. */
const refusePortInUse = async (port: number): Promise<void> => {
  if (port === 0 || ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1')))) return;
  throw new Error(
    `Port ${port} is in use. Choose another with ESSAIM_PORT, for example: ESSAIM_PORT=${port + 100} npm start`,
  );
};

const lockOf = (dataDir: string) =>
  // The services of a killed run may still be finishing, on the port we want.
  takeLock(join(dataDir, 'in-use.json'), 'npm start', () => endLeftovers(join(dataDir, 'run'))).catch(
    (error: unknown) => {
      if (!(error instanceof Held)) throw error;
      throw new Error(
        `The data folder ${dataDir} is ${error.message}. Stop it, or start a second one with ESSAIM_DATA_DIR and ESSAIM_PORT.`,
      );
    },
  );

/** A facilitator, who contributes and sits on the committee too. */
const visitor = 'solene.lagarde@demo.example';

const welcome = (origin: string, mailbox: string, demoFile: string): string => `
Essaim is running, after ${(performance.now() / 1000).toFixed(1)} s.

  Website    ${origin}/
  Sign in    ${origin}/connexion  as ${visitor}: the link comes to the mailbox
  Mailbox    ${mailbox}  (all mail stays here)
  Feeds      ${origin}/feeds/resources.rss  .atom  .json
  Keys       ${demoFile}

In another terminal, \`npm run demo\` follows a resource from its submission to its readers. Ctrl-C stops everything.
`;

try {
  await start();
} catch (error) {
  // Starting fails when its services are stopped half-way: that was asked for.
  if (running.isStopping?.()) await new Promise<never>(() => {});
  say(`\n${error instanceof Error ? error.message : String(error)}`);
  await running.stack?.stop();
  await running.mailbox?.stop();
  process.exit(1);
}
