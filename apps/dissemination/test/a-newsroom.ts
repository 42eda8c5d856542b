import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll } from 'vitest';
import { type AnnouncedResource, announce, type EventContract } from '#contracts';
import { cloudEventHeaders, NatsLink, type StampedEvent, streamOf } from '#messaging';
import { Database } from '#persistence';
import { createService } from '#platform';
import {
  aBreakableNats,
  aDatabaseName,
  type BreakableEngine,
  mongoForThisFile,
} from '../../../test/support/engines.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { disseminationModule } from '../src/dissemination.module.ts';
import { requests } from '../src/requests.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answers
  readonly body: any;
}

export interface Told {
  readonly v: number;
  readonly at?: string;
  readonly reannounced?: true;
}

/** The service in this process, on engines of its own; other services are played by what the test publishes. */
export class Newsroom {
  readonly apps: NestFastifyApplication[] = [];
  private readonly databaseName = aDatabaseName();

  constructor(
    private readonly mongo: () => string,
    private readonly nats: () => BreakableEngine,
  ) {}

  get<Part>(part: new (...args: never[]) => Part, instance = 0): Part {
    return (this.apps[instance] as NestFastifyApplication).get(part as never);
  }

  /** One more instance of the service, on the same engines. */
  async instance(): Promise<NestFastifyApplication> {
    const config = {
      ESSAIM_MODE: 'test',
      ESSAIM_ORIGIN: 'http://localhost:3000',
      ESSAIM_MONGODB_URI: this.mongo(),
      ESSAIM_MONGODB_DATABASE: this.databaseName,
      ESSAIM_NATS_URL: this.nats().url,
      ESSAIM_NATS_REPLICAS: 1,
      ESSAIM_SECRET_KEYS: Buffer.alloc(32, 7).toString('base64'),
      ESSAIM_SMTP_URL: 'smtp://127.0.0.1:9',
      ESSAIM_MAIL_FROM: 'Essaim <essaim@essaim.example>',
      ESSAIM_MAILS_ALONE: 3,
    } as never;
    const app = await createService(disseminationModule(config), {
      name: 'dissemination',
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      ...requests,
    });
    this.apps.push(app);
    await app.listen(0, '127.0.0.1');
    await app.get(Database).ready;
    return app;
  }

  /** Publishes an event as the outbox of its owner would. */
  async tell(contract: EventContract, subject: string, data: Record<string, unknown>, told: Told): Promise<void> {
    const event: StampedEvent = {
      id: randomUUID(),
      type: contract.type,
      subject,
      aggregateVersion: told.v,
      occurredAt: told.at ?? new Date().toISOString(),
      ...(told.reannounced ? { reannounced: true } : {}),
      data: announce(contract, data).data,
    };
    const stream = streamOf(contract.service);
    const { streams } = await this.get(NatsLink).manager();
    await streams.info(stream).catch(() => streams.add({ name: stream, subjects: [`${contract.service}.>`] }));
    const headers = cloudEventHeaders(event, contract.service);
    await (await this.get(NatsLink).jetstream()).publish(event.type, JSON.stringify(event.data), { headers });
  }

  /** Publishes what became of a resource. */
  async tellOf(contract: EventContract, resource: AnnouncedResource, told: Told, more: object = {}): Promise<void> {
    await this.tell(contract, resource.id, { resource, previous: null, reason: null, ...more }, told);
  }

  async read(url: string, headers: Record<string, string> = {}, instance = 0): Promise<Reply> {
    return replyOf(await (this.apps[instance] as NestFastifyApplication).inject({ method: 'GET', url, headers }));
  }

  async post(url: string, form: Record<string, string>): Promise<Reply> {
    const answer = await (this.apps[0] as NestFastifyApplication).inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    });
    return replyOf(answer);
  }

  /** Posts JSON. */
  async send(url: string, payload: object): Promise<Reply> {
    return replyOf(await (this.apps[0] as NestFastifyApplication).inject({ method: 'POST', url, payload }));
  }

  /** Reads until what is expected is there. */
  async becomes<Found>(url: string, look: (reply: Reply) => Found, withinMs?: number, instance = 0): Promise<Found> {
    return eventually(async () => look(await this.read(url, {}, instance)), withinMs);
  }
}

const replyOf = (answer: { statusCode: number; headers: object; body: string }): Reply => {
  const headers = answer.headers as Record<string, string>;
  const isJson = /json/.test(headers['content-type'] ?? '') && !/ndjson/.test(headers['content-type'] ?? '');
  return { status: answer.statusCode, headers, body: isJson && answer.body ? JSON.parse(answer.body) : answer.body };
};

export const newsroomForThisFile = (): Newsroom => {
  let nats: BreakableEngine;
  // Said before the database is asked for, so that it ends after us.
  afterAll(async () => {
    for (const app of newsroom.apps) await app.close();
    await nats.end();
  });
  const { uri } = mongoForThisFile();
  const newsroom = new Newsroom(uri, () => nats);
  beforeAll(async () => {
    nats = await aBreakableNats();
    await newsroom.instance();
  }, 60_000);
  return newsroom;
};
