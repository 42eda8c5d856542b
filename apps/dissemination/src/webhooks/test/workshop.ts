import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import type { Principal } from '#access';
import { type AnnouncedResource, resourcePublished } from '#contracts';
import { type NatsLink, OutboxRelay, type Wake } from '#messaging';
import { demonstrationPolicy, OutboundHttp } from '#outbound-http';
import { type Database, Leases, SecretBox } from '#persistence';
import { aResource } from '../../../../../libs/contracts/test/builders.ts';
import { CatalogueRepository } from '../../catalogue/catalogue.repository.ts';
import { facetsOf } from '../../catalogue/entry.ts';
import { LedgerRepository } from '../../ledger/ledger.repository.ts';
import { PublicOrigin } from '../../public-origin.ts';
import { AdmitAddress } from '../endpoints/admit-address.ts';
import { CreateEndpoint } from '../endpoints/create-endpoint.ts';
import { EditEndpoint } from '../endpoints/edit-endpoint.ts';
import { EndpointRepository } from '../endpoints/endpoint.repository.ts';
import { type Endpoint, newEndpoint, partitions } from '../endpoints/endpoint.ts';
import { EndpointsController } from '../endpoints/endpoints.controller.ts';
import { NetworkKeys } from '../endpoints/network-keys.ts';
import { OwnEndpoint } from '../endpoints/own-endpoint.ts';
import { RotateSecret } from '../endpoints/rotate-secret.ts';
import { Announcer } from '../events/announcer.ts';
import type { WebhookEvent } from '../events/outgoing.ts';
import { PlanWebhooks } from '../events/plan-webhooks.ts';
import { Producers } from '../events/producers.ts';
import { DeliveriesController } from '../log/deliveries.controller.ts';
import { DeliveriesView } from '../log/deliveries.view.ts';
import { ReplayEndpoint } from '../log/replay-endpoint.ts';
import { TrimLog } from '../log/trim-log.ts';
import type { WebhookDelivery } from '../log/webhook-delivery.ts';
import { Causes } from '../sending/causes.ts';
import { Credentials } from '../sending/credentials.ts';
import { DeliveryMarks } from '../sending/delivery-marks.ts';
import { DepartureRepository } from '../sending/departure.repository.ts';
import { HealthRepository } from '../sending/health.repository.ts';
import { PartitionDispatcher } from '../sending/partition-dispatcher.ts';
import { PostWebhook } from '../sending/post-webhook.ts';
import { QueueTest } from '../sending/queue-test.ts';
import { SendingLanes } from '../sending/sending-lanes.ts';

/** Everything that webhooks are made of, on a database, without NATS: what is announced stays in its outbox. */
export const workshopOn = (database: Database) => {
  const nobody = { isUp: false } as NatsLink;
  const relay = new OutboxRelay({ service: 'dissemination', url: '', replicas: 1 }, nobody, database);
  const listeners = new Set<() => void>();
  const wake = { call: () => listeners.forEach((listener) => void listener()) } as unknown as Wake;
  const box = new SecretBox(randomBytes(32).toString('base64'));
  const policy = demonstrationPolicy;
  const origin = new PublicOrigin('https://essaim.example');
  const ledger = new LedgerRepository(database);
  const endpoints = new EndpointRepository(database, relay);
  const healths = new HealthRepository(database, relay);
  const catalogue = new CatalogueRepository(database);
  const producers = new Producers(database);
  const keys = new NetworkKeys(database, box);
  const queueTest = new QueueTest(ledger, origin);
  const own = new OwnEndpoint(endpoints);
  const admit = new AdmitAddress(endpoints, box, policy);
  const create = new CreateEndpoint(endpoints, keys, queueTest, box, wake, admit);
  const edit = new EditEndpoint(endpoints, keys, queueTest, box, wake, admit);
  const rotate = new RotateSecret(endpoints, box, wake);
  const http = new OutboundHttp(policy);
  const causes = new Causes(ledger);
  const departures = new DepartureRepository(database);
  const plan = new PlanWebhooks(ledger, causes);
  const leases = new Leases(database);
  const parts = {
    endpoints,
    healths,
    ledger,
    departures,
    causes,
    plan,
    queueTest,
    announcer: new Announcer(producers, origin),
    post: new PostWebhook(http, new Credentials(box, keys)),
    replays: new ReplayEndpoint(endpoints, ledger, catalogue, origin),
    marks: new DeliveryMarks(ledger),
  };
  /** Holds the partition, as an instance does whose lease is its own for the time of a test. */
  const holdAs = async (partition: number) => {
    const lease = await leases.acquire(`webhooks-${partition}`, 60_000);
    if (!lease) throw new Error('somebody holds it');
    const over = new AbortController();
    let isHeld = true;
    const dispatcher = new PartitionDispatcher(partition, lease, () => isHeld, over.signal, {
      ...parts,
      lanes: new SendingLanes(64, 8),
    });
    listeners.add(() => dispatcher.wake());
    dispatcher.start();
    const letGo = () => leases.release(lease);
    ends.push(async () => {
      over.abort();
      await dispatcher.stop();
      await letGo();
    });
    /** Sends nothing more, as a process that sleeps; somebody else may hold the partition. */
    const freeze = async (): Promise<void> => {
      isHeld = false;
      await letGo();
    };
    return { partition, dispatcher, freeze, letGo };
  };
  const hold = async (partition: number): Promise<PartitionDispatcher> => (await holdAs(partition)).dispatcher;
  const ends: (() => Promise<void>)[] = [() => http.close()];
  return {
    database,
    ledger,
    endpoints,
    healths,
    catalogue,
    producers,
    departures,
    keys,
    box,
    plan,
    leases,
    hold,
    holdAs,
    rotate,
    edit,
    trim: new TrimLog(endpoints, ledger, database),
    endpointsApi: new EndpointsController(endpoints, healths, own, create, edit, rotate, queueTest, wake),
    deliveriesApi: new DeliveriesController(
      endpoints,
      own,
      ledger,
      new DeliveriesView(ledger, departures, healths),
      wake,
    ),
    /** An endpoint in partition 0, verified unless told otherwise. */
    anEndpoint: async (url: string, wanted: object = {}, given: Partial<Endpoint> = {}): Promise<Endpoint> => {
      const { id } = await create.execute(newEndpoint.parse({ url, ...wanted }), aNetwork(), undefined, new Date());
      await endpoints.change(id, () => ({ partition: 0, status: 'active', verifiedAddress: 1, ...given }), new Date());
      await ledger.deliveries.deleteMany({ recipient: id } as never);
      return (await endpoints.store.find(id)) as Endpoint;
    },
    /** Active ones, in every partition, made of one without its ping. */
    manyEndpoints: async (count: number, urlOf: (index: number) => string): Promise<string[]> => {
      const { id } = await create.execute(newEndpoint.parse({ url: urlOf(0) }), aNetwork(), undefined, new Date());
      const made = await endpoints.store.find(id);
      await endpoints.store.model.collection.deleteOne({ _id: id as never });
      await ledger.deliveries.deleteMany({ recipient: id } as never);
      const all = Array.from({ length: count }, (_, index) => ({
        ...made,
        _id: `${id}${index}`,
        url: urlOf(index),
        status: 'active',
        partition: index % partitions,
      }));
      await endpoints.store.model.collection.insertMany(all as never);
      return all.map(({ _id }) => _id);
    },
    rowsOf: async (endpoint: Pick<Endpoint, '_id'>): Promise<WebhookDelivery[]> =>
      ledger.deliveries
        .find({ recipient: endpoint._id } as never)
        .sort({ sequence: 1 } as never)
        .lean<WebhookDelivery[]>(),
    inCatalogue: async (resource: AnnouncedResource, v = 1, stateAt = new Date(resource.publishedAt)) => {
      await catalogue.entries.deleteOne({ _id: resource.id });
      await catalogue.entries.create({ _id: resource.id, v, resource, stateAt, ...facetsOf(resource) } as never);
    },
    /** What was announced by aggregates of a collection, and would travel. */
    announced: async (collection: string) => {
      const found = await database.connection.collection(collection).find({}).toArray();
      return found.flatMap(({ outbox }) => outbox as { type: string; data: Record<string, unknown> }[]);
    },
    stop: async () => {
      for (const end of ends.splice(0).reverse()) await end();
    },
  };
};
export type Workshop = ReturnType<typeof workshopOn>;

export const aNetwork = (id = 'n-owner'): Principal => ({
  keyId: `key-${id}`,
  kind: 'network',
  id,
  grants: [],
  selfEndorsing: false,
});

let made = 0;
/** A publication, or another event about a resource. */
export const anEvent = (given: Partial<AnnouncedResource> = {}, more: object = {}): WebhookEvent => {
  made += 1;
  return {
    id: `event-${made}`,
    type: resourcePublished.type,
    subject: 'r',
    aggregateVersion: 1,
    occurredAt: new Date().toISOString(),
    data: { resource: aResource({ id: `r${made}`, ...given }), previous: null },
    ...more,
  } as WebhookEvent;
};

export interface Got {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was sent
  readonly body: any;
  readonly at: number;
}

/** A tool that answers as it is told; closed with the test that started it. */
export const tools = () => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });
  return async (status: number | ((got: Got) => number | null) = 204, headers: Record<string, string> = {}) => {
    const got: Got[] = [];
    const tool = { got, url: '', answer: typeof status === 'number' ? () => status : status };
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        const one = { path: request.url ?? '', headers: request.headers, raw, body: JSON.parse(raw), at: Date.now() };
        got.push(one);
        const answered = tool.answer(one);
        if (answered !== null) response.writeHead(answered, headers).end('reçu');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    tool.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    open.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return tool;
  };
};
