import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Announcer, announcers, type ServiceName, services } from '#contracts';
import { deadLetterStreamOf, deadLetterSubject, streamOf } from '../../libs/messaging/messaging.options.ts';
import { type Engine, startNats } from '../development/engines/index.ts';
import { needsOf } from './code-needs.ts';
import { natsConf } from './nats-conf.ts';

type User = ServiceName | 'operator';

const users = [...services, 'operator'] as const;
const plain: Record<User, string> = Object.fromEntries(users.map((user) => [user, `p-${user}`])) as Record<
  User,
  string
>;
/** Passwords that NATS would take for a number, a truth value or half a date, were they not quoted. */
const nasty: Record<User, string> = {
  submission: '1e5',
  editorial: '0123',
  watch: 'true',
  dissemination: '1234-abcd',
  portal: '-5m',
  operator: '12k',
};

let folder: string;
let engine: Engine;
const open: NatsConnection[] = [];

const start = async (environment: Record<string, string>): Promise<Engine> => {
  delete process.env.ESSAIM_NATS_URL;
  const configFile = join(folder, 'nats.conf');
  await writeFile(configFile, natsConf());
  return startNats({ dataDir: join(folder, 'data'), say: () => {}, configFile, env: environment });
};

const variables = (passwords: Record<User, string>, write: (password: string) => string): Record<string, string> =>
  Object.fromEntries(users.map((user) => [`NATS_PASSWORD_${user.toUpperCase()}`, write(passwords[user])]));

/** As libs/messaging connects. */
const as = async (user: User, pass = plain[user]): Promise<NatsConnection> => {
  const connection = await connect({
    servers: engine.url.replace(/^nats:\/\//, ''),
    user,
    pass,
    inboxPrefix: `_INBOX_${user}`,
    reconnect: false,
  });
  open.push(connection);
  return connection;
};

const managerOf = (connection: NatsConnection) => jetstreamManager(connection, { checkAPI: false, timeout: 2_000 });

const keepStreams = async (service: Announcer): Promise<void> => {
  const manager = await managerOf(await as(service));
  for (const [name, subject] of [
    [streamOf(service), `${service}.>`],
    [deadLetterStreamOf(service), `dead-letter.${service}.>`],
  ] as const) {
    await manager.streams.info(name).catch(() => manager.streams.add({ name, subjects: [subject] }));
  }
};

const durable = (name: string, ...filter_subjects: string[]) => ({
  durable_name: name,
  ack_policy: AckPolicy.Explicit,
  ack_wait: 2e9,
  filter_subjects,
});

const refusal = /permission/i;

describe('A user of NATS', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'essaim-permissions-'));
    engine = await start(variables(plain, (password) => password));
    for (const service of announcers) await keepStreams(service);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
  });
  afterAll(async () => {
    await engine?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(announcers)('%s announces, and keeps its streams', async (service) => {
    const connection = await as(service);
    const manager = await managerOf(connection);
    expect(await jetstream(connection).publish(`${service}.thing.happened.v1`, '{}')).toMatchObject({
      stream: streamOf(service),
    });
    expect((await manager.streams.info(streamOf(service))).state.messages).toBeGreaterThan(0);
  });

  it.each(announcers)('%s puts dead letters aside, reads and discards them', async (service) => {
    const connection = await as(service);
    const manager = await managerOf(connection);
    const stream = deadLetterStreamOf(service);
    const { seq } = await jetstream(connection).publish(deadLetterSubject(service, `${service}__anything`), 'why');
    expect((await manager.streams.getMessage(stream, { seq }))?.string()).toBe('why');
    expect(await manager.streams.deleteMessage(stream, seq, false)).toBe(true);
  });

  const reactions = services.flatMap((service) =>
    needsOf(service).reactions.map(
      ({ durable, contracts: [first] }) => [durable, service, first?.service as Announcer] as const,
    ),
  );

  it.each(reactions)('hears through %s', async (name, service, from) => {
    await jetstream(await as(from)).publish(`${from}.thing.happened.v1`, name);
    const connection = await as(service);
    const { consumers } = await managerOf(connection);
    await consumers.add(streamOf(from), durable(name, `${from}.thing.happened.v1`, `${from}.other.happened.v1`));
    await consumers.update(streamOf(from), name, { filter_subjects: [`${from}.thing.happened.v1`] });

    const consumer = await jetstream(connection).consumers.get(streamOf(from), name);
    const message = await consumer.next({ expires: 2_000 });
    message?.working();
    expect(await message?.ackAck()).toBe(true);
    expect((await consumers.info(streamOf(from), name)).num_ack_pending).toBe(0);
  });

  it('wakes the other instances of its service', async () => {
    const [one, other] = [await as('watch'), await as('watch')];
    const woken = one.subscribe('wake.watch.sources', { max: 1 });
    await one.flush();
    other.publish('wake.watch.sources');
    for await (const { subject } of woken) expect(subject).toBe('wake.watch.sources');
  });

  it('asks another service, and is answered', async () => {
    const [question] = needsOf('portal').asks;
    const answering = await as('dissemination');
    answering.subscribe(question ?? '', {
      queue: 'dissemination',
      callback: (_, message) => {
        message.respond('yes');
      },
    });
    await answering.flush();
    expect((await (await as('portal')).request(question ?? '', 'really?', { timeout: 2_000 })).string()).toBe('yes');
  });

  describe('is refused', () => {
    it.each([
      ['editorial', 'submission.contribution.endorsed.v1'],
      ['submission', 'editorial.resource.published.v1'],
      ['dissemination', 'watch.text.changed.v1'],
      ['portal', 'submission.key.issued.v1'],
      ['watch', 'dead-letter.editorial.editorial__open-case'],
      ['portal', 'wake.dissemination.webhooks'],
      ['portal', 'query.editorial.something-else'],
      ['editorial', '_INBOX_portal.guess'],
      ['editorial', '$JS.ACK.SUBMISSION.watch__remember-keys.1.1.1.1.1'],
    ] as const)('when %s publishes %s', async (user, subject) => {
      await expect((await as(user)).request(subject, '{}', { timeout: 2_000 })).rejects.toThrow(refusal);
    });

    it.each([
      ['portal', 'submission.>'],
      ['watch', 'editorial.>'],
      ['portal', '_INBOX_editorial.>'],
      ['editorial', 'query.dissemination.latest-resources'],
      ['watch', '>'],
    ] as const)('when %s listens to %s', async (user, subject) => {
      const connection = await as(user);
      const error = await new Promise((resolve) => {
        connection.subscribe(subject, { callback: resolve });
      });
      expect(String(error)).toMatch(refusal);
    });

    it('when watch deletes, purges or changes a stream of editorial', async () => {
      const { streams } = await managerOf(await as('watch'));
      await expect(streams.delete('EDITORIAL')).rejects.toThrow(refusal);
      await expect(streams.purge('EDITORIAL')).rejects.toThrow(refusal);
      await expect(streams.deleteMessage('EDITORIAL', 1)).rejects.toThrow(refusal);
      await expect(streams.getMessage('EDITORIAL_DEAD_LETTERS', { seq: 1 })).rejects.toThrow(refusal);
      await expect(streams.add({ name: 'ANOTHER', subjects: ['another'] })).rejects.toThrow(refusal);
    });

    it('when a service deletes or changes even its own stream', async () => {
      const { streams } = await managerOf(await as('editorial'));
      const spread = { subjects: ['editorial.>'], republish: { src: 'editorial.>', dest: 'submission.>' } };
      await expect(streams.delete('EDITORIAL')).rejects.toThrow(refusal);
      await expect(streams.update('EDITORIAL', spread)).rejects.toThrow(refusal);
      await expect(streams.add({ name: 'EDITORIAL', ...spread })).rejects.toThrow('already in use');
    });

    it('when the portal would hear events', async () => {
      const { consumers } = await managerOf(await as('portal'));
      await expect(consumers.add('EDITORIAL', durable('portal__anything', 'editorial.>'))).rejects.toThrow(refusal);
      await expect(consumers.add('EDITORIAL', { ack_policy: AckPolicy.None })).rejects.toThrow(refusal);
    });

    it('when a service uses the durable of another, or one that no reaction has', async () => {
      const { consumers } = await managerOf(await as('editorial'));
      await expect(consumers.info('SUBMISSION', 'watch__remember-keys')).rejects.toThrow(refusal);
      await expect(consumers.delete('SUBMISSION', 'watch__remember-keys')).rejects.toThrow(refusal);
      await expect(consumers.add('SUBMISSION', durable('editorial__curious', 'submission.>'))).rejects.toThrow(refusal);
    });

    it.each(['wrong', ''])('with the password “%s”', async (password) => {
      await expect(as('editorial', password)).rejects.toThrow(/authorization/i);
    });
  });

  it('as the operator may do everything', async () => {
    const connection = await as('operator');
    const { streams } = await managerOf(connection);
    await streams.add({ name: 'SCRATCH', subjects: ['scratch'] });
    await jetstream(connection).publish('scratch', '');
    await streams.delete('SCRATCH');
    connection.subscribe('>');
    await connection.flush();
  });
});

describe('A password in the environment of NATS', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'essaim-passwords-'));
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
    await engine?.stop();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('may be anything, written in double quotes', async () => {
    engine = await start(variables(nasty, (password) => `"${password}"`));
    for (const user of users) await as(user, nasty[user]);
  });

  it('may begin with a letter, written plainly', async () => {
    engine = await start(variables(plain, (password) => password));
    for (const user of users) await as(user);
  });

  it.each(['0123', 'true', '1234-abcd'])('written plainly as %s keeps NATS from starting', async (password) => {
    await expect(start({ ...variables(plain, (word) => word), NATS_PASSWORD_WATCH: password })).rejects.toThrow();
  });

  it('that is missing keeps NATS from starting', async () => {
    const { NATS_PASSWORD_WATCH: _, ...others } = variables(plain, (password) => password);
    await expect(start(others)).rejects.toThrow(/NATS_PASSWORD_WATCH/);
  });
});
