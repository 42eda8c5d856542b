import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll } from 'vitest';
import { hashSecret, KeyRing, newApiKey, writeApiKey } from '#access';
import type { Grant } from '#contracts';
import { Database } from '#persistence';
import { createService } from '#platform';
import { aDatabaseName, mongoForThisFile } from '../../../test/support/engines.ts';
import { NetworkRepository } from '../src/networks/network.repository.ts';
import type { Network } from '../src/networks/network.ts';
import { PersonRepository } from '../src/people/person.repository.ts';
import { submissionModule } from '../src/submission.module.ts';
import { prepareSubmission } from '../src/submission.options.ts';
import { aNetwork } from './builders.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answers
  readonly body: any;
  readonly raw: Buffer;
}

export interface Sending {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is text or bytes. */
  readonly body?: unknown;
  readonly at?: Date;
}

type Send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, sending?: Sending) => Promise<Reply>;

/** The service in this process, on one database and without NATS: what it announces stays in its outboxes. */
export class Office {
  app!: NestFastifyApplication;

  get<Part>(part: new (...args: never[]) => Part): Part {
    return this.app.get(part as never);
  }

  /** A caller without a key. */
  readonly anyone: Send = (method, path, sending) => this.send(method, path, sending);

  /** A caller with a key of their own. */
  async person(id: string, grants: readonly Grant[]): Promise<Send> {
    return this.holder({ kind: 'person', id }, grants);
  }

  async networkKey(network: string, selfEndorsing = false): Promise<Send> {
    return this.holder({ kind: 'network', id: network }, [{ role: 'contributor', network }], selfEndorsing);
  }

  /** The same person with a name and an address, where the service looks them up. */
  async member(id: string, grants: readonly Grant[]): Promise<Send> {
    const people = this.get(PersonRepository);
    await people.add({ _id: id, name: id, email: `${id}@reseau.example`, grants }, new Date());
    return this.person(id, grants);
  }

  async network(given: Partial<Network> = {}): Promise<Network> {
    const { v: _, ...network } = aNetwork(given);
    return this.get(NetworkRepository).add({ ...network, slug: given.slug ?? network._id }, new Date());
  }

  /** What is announced and not yet published, of everything in a collection. */
  async announced(collection: string): Promise<{ type: string; data: Record<string, unknown> }[]> {
    const found = await this.get(Database).connection.collection(collection).find({}).toArray();
    return found.flatMap(({ outbox }) => outbox ?? []);
  }

  private async holder(principal: { kind: 'person' | 'network'; id: string }, grants: readonly Grant[], self = false) {
    const ring = this.get(KeyRing);
    const key = newApiKey();
    const facts = { hash: hashSecret(key.secret), principal, grants: [...grants], selfEndorsing: self };
    await ring.keys.collection.insertOne({ _id: key.id, v: 1, ...facts, expiresAt: null, revoked: false } as never);
    await ring.members.collection.updateOne(
      { _id: principal.id as never },
      { $set: { v: 1, grants: [...grants] } },
      { upsert: true },
    );
    const authorization = `Bearer ${writeApiKey(key)}`;
    const send: Send = (method, path, { headers, ...sending } = {}) =>
      this.send(method, path, { ...sending, headers: { authorization, ...headers } });
    return send;
  }

  private async send(method: string, path: string, { headers, body, at }: Sending = {}): Promise<Reply> {
    const isJson = body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body);
    const answer = await this.app.inject({
      method: method as 'GET',
      url: `/api/v1/${path}`,
      headers: {
        ...(isJson ? { 'content-type': 'application/json' } : {}),
        ...(at ? { 'essaim-at': at.toISOString() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: isJson ? JSON.stringify(body) : (body as string) }),
    });
    const json = /json/.test(String(answer.headers['content-type'] ?? ''));
    return {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string>,
      body: json && answer.body ? JSON.parse(answer.body) : answer.body,
      raw: answer.rawPayload,
    };
  }
}

export const officeForThisFile = (more: Record<string, unknown> = {}): Office => {
  const { uri } = mongoForThisFile();
  const office = new Office();
  beforeAll(async () => {
    const config = {
      ESSAIM_MODE: 'test',
      ESSAIM_ORIGIN: 'http://localhost:3000',
      ESSAIM_HOST: '127.0.0.1',
      ESSAIM_PORT: 0,
      ESSAIM_TRUST_PROXY: 'loopback',
      ESSAIM_LOG_LEVEL: 'silent',
      ESSAIM_MONGODB_URI: uri(),
      ESSAIM_MONGODB_DATABASE: aDatabaseName(),
      ESSAIM_NATS_URL: 'nats://127.0.0.1:9',
      ESSAIM_NATS_REPLICAS: 1,
      ESSAIM_SECRET_KEYS: Buffer.alloc(32, 7).toString('base64'),
      ESSAIM_SMTP_URL: 'smtp://127.0.0.1:9',
      ESSAIM_MAIL_FROM: 'Essaim <essaim@demo.example>',
      ESSAIM_UPLOAD_MEGABYTES: 1,
      ...more,
    } as never;
    office.app = await createService(submissionModule(config), {
      name: 'submission',
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      prepare: (app) => prepareSubmission(app, config),
    });
    await office.app.init();
    await office.app.getHttpAdapter().getInstance().ready();
    await office.get(Database).ready;
  }, 60_000);
  afterAll(() => office.app?.close());
  return office;
};
