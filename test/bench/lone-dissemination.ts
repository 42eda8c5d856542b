import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { type Connection, createConnection } from 'mongoose';
import { type AnnouncedResource, type EventContract, keyIssued, resourcePublished } from '#contracts';
import { partitions } from '../../apps/dissemination/src/webhooks/endpoints/endpoint.ts';
import { startMongo, startNats } from '../../deploy/development/engines/index.ts';
import { freePort } from '../../deploy/development/processes/ports.ts';
import { projectRoot } from '../../deploy/development/project-root.ts';
import { natsPasswordVariables, secretsOf } from '../../deploy/development/secrets.ts';
import { type Service, startService } from '../../deploy/development/service.ts';
import { environmentOf } from '../../deploy/development/services.ts';
import { hashSecret, newApiKey, writeApiKey } from '../../libs/access/api-key.ts';
import { newId } from '../../libs/persistence/ids.ts';

const say = () => {};
/** Published and not yet acknowledged by JetStream. */
const window = 128;

/** Dissemination alone, with its engines: what others would announce is published in their place. */
export class LoneDissemination {
  private readonly stops: (() => Promise<unknown>)[] = [];
  private nats!: NatsConnection;
  url = '';
  mongoUrl = '';
  /** A network's key. */
  key = '';
  readonly instances: Service[] = [];
  private engines: readonly number[] = [];
  private mongo!: Connection;
  /** Starts another instance on the same engines. */
  launch!: (name: string) => Promise<Service>;

  /** Of everything that works: the instances, the database, NATS. */
  get pids(): readonly number[] {
    return [...this.instances.map(({ pid }) => pid).filter((pid) => pid !== undefined), ...this.engines];
  }

  async start(dataDir: string, smtpUrl = 'smtp://127.0.0.1:1'): Promise<void> {
    const secrets = await secretsOf(dataDir);
    // Not throwaway: what is acknowledged is on the disk.
    const mongo = await startMongo({ dataDir: join(dataDir, 'mongo'), say });
    this.mongoUrl = mongo.url;
    this.stops.unshift(() => mongo.stop());
    const users = { configFile: join(projectRoot(), 'deploy/nats/nats.conf'), env: natsPasswordVariables(secrets) };
    const nats = await startNats({ dataDir: join(dataDir, 'nats'), say, ...users });
    this.stops.unshift(() => nats.stop());
    const servers = nats.url.replace('nats://', '');
    this.nats = await connect({ servers, user: 'operator', pass: secrets.nats.operator });
    this.stops.unshift(() => this.nats.close());
    await this.makeStreams();
    this.mongoUrl = mongo.url;
    const { mongoUrl } = this;
    this.mongo = await createConnection(mongoUrl, { dbName: 'essaim_dissemination' }).asPromise();
    this.stops.unshift(() => this.mongo.close());
    this.engines = [mongo.pid, nats.pid].filter((pid) => pid !== undefined);
    this.launch = async (name) => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const ports = { submission: 0, editorial: 0, watch: 0, portal: 0, dissemination: port };
      const around = { mode: 'test', ports, mongoUrl, natsUrl: nats.url, smtpUrl, secrets } as const;
      const service = await startService({
        name: 'dissemination',
        url,
        main: join(projectRoot(), 'dist/apps/dissemination/src/main.js'),
        env: { ...environmentOf('dissemination', around), ESSAIM_LOG_LEVEL: 'warn' },
        dataDir: join(dataDir, name),
        say,
        revive: false,
      });
      this.stops.unshift(() => service.stop());
      this.instances.push(service);
      return service;
    };
    this.url = (await this.launch('first')).url;
    await this.issueKey();
  }

  async stop(): Promise<void> {
    for (const stop of this.stops) await stop();
  }

  /** Announces each resource in the place of editorial, many at a time. */
  async publish(resources: readonly AnnouncedResource[]): Promise<void> {
    for (let from = 0; from < resources.length; from += window) {
      const some = resources.slice(from, from + window);
      await Promise.all(
        some.map((resource) => this.announce(resourcePublished, resource.id, { resource, previous: null })),
      );
    }
  }

  /** Makes active endpoints of one that is: so many cannot be registered one by one in the time of a measurement. */
  async cloneEndpoint(id: string, urls: readonly string[]): Promise<void> {
    const endpoints = this.mongo.collection('webhook_endpoints');
    const one = await endpoints.findOne({ _id: id as never });
    const clones = urls.map((url, index) => ({ ...one, _id: `${id}c${index}`, url, partition: index % partitions }));
    await endpoints.insertMany(clones as never);
  }

  /** Rows of deliveries by their state. */
  async rows(): Promise<Readonly<Record<string, number>>> {
    const found = await this.mongo
      .collection('deliveries')
      .aggregate([{ $match: { sequence: { $gte: 1 } } }, { $group: { _id: '$state', count: { $sum: 1 } } }])
      .toArray();
    return Object.fromEntries(found.map(({ _id, count }) => [String(_id), Number(count)]));
  }

  private async announce({ type, service }: EventContract, subject: string, data: unknown): Promise<void> {
    const carried = headers();
    for (const [name, value] of Object.entries({
      'ce-specversion': '1.0',
      'ce-id': newId(),
      'ce-source': `/essaim/${service}`,
      'ce-type': type,
      'ce-subject': subject,
      'ce-time': new Date().toISOString(),
      'ce-aggregateversion': '1',
    })) {
      carried.set(name, value);
    }
    await jetstream(this.nats).publish(type, JSON.stringify(data), { headers: carried, msgID: carried.get('ce-id') });
  }

  private async makeStreams(): Promise<void> {
    const { streams } = await jetstreamManager(this.nats);
    for (const service of ['submission', 'editorial', 'watch']) {
      await streams.add({ name: service.toUpperCase(), subjects: [`${service}.>`], storage: 'file' });
    }
  }

  private async issueKey(): Promise<void> {
    const { id, secret } = newApiKey();
    const principal = { kind: 'network', id: 'n-bench' };
    const key = { keyId: id, hash: hashSecret(secret), principal, grants: [], selfEndorsing: false, expiresAt: null };
    await this.announce(keyIssued, id, key);
    this.key = writeApiKey({ id, secret });
  }
}
