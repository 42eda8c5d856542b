import { type INestApplicationContext, Injectable, Module, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach } from 'vitest';
import { z } from 'zod';
import { type Announced, announce, defineEvent, type ServiceName } from '#contracts';
import { AggregateStore, MessagingModule, NatsLink, OnEvent, OutboxRelay, type Stored, streamOf } from '#messaging';
import { Database, DatabaseModule } from '#persistence';
import { ReadinessModule } from '#platform';
import { aBreakableNats, aDatabaseName, type BreakableEngine } from '../../../test/support/engines.ts';

/** Something to announce. */
export const parcelSent = defineEvent(
  'submission.parcel.sent.v1',
  'A parcel left. For tests.',
  z.object({ parcel: z.string(), n: z.number(), note: z.string().optional() }),
);
export type Sent = Announced<typeof parcelSent>;

/** Something to announce it about. */
export interface Parcel extends Stored {
  readonly sent: number;
}

@Injectable()
export class Parcels {
  readonly store: AggregateStore<Parcel>;

  constructor(database: Database, relay: OutboxRelay) {
    this.store = new AggregateStore<Parcel>(database, relay, 'parcels');
  }

  async add(parcel: string, note?: string): Promise<Parcel> {
    return this.store.insert({ _id: parcel, sent: 1 }, new Date(), announce(parcelSent, { parcel, n: 1, note }));
  }

  async send(seen: Parcel): Promise<Parcel> {
    const n = seen.sent + 1;
    return this.store.save(seen, { sent: n }, new Date(), announce(parcelSent, { parcel: seen._id, n }));
  }

  /** How many aggregates have something left to announce. */
  async pending(): Promise<number> {
    return this.store.model.countDocuments({ 'outbox.id': { $gt: '' } } as never);
  }
}

/** Somebody who hears of it, and does as the test says. */
@Injectable()
export class Clerk {
  readonly attempts: Sent[] = [];
  readonly heard: Sent[] = [];
  react: (event: Sent) => Promise<void> = async () => {};

  @OnEvent(parcelSent)
  async whenSent(event: Sent): Promise<void> {
    this.attempts.push(event);
    await this.react(event);
    this.heard.push(event);
  }
}

export const parcelsOf = (events: readonly Sent[]): string[] => events.map(({ data }) => data.parcel);

export interface ServiceWanted {
  readonly mongo: string;
  readonly nats: string;
  readonly service?: ServiceName;
  readonly database?: string;
  readonly providers?: readonly Provider[];
  readonly ackWaitMs?: number;
}

/** Services and engines that end with the test that started them, the last first. */
export const postOffice = () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  return {
    atEnd: (end: () => Promise<unknown>) => void ends.push(end),
    aNats: async (): Promise<BreakableEngine> => {
      const nats = await aBreakableNats();
      ends.push(nats.end);
      return nats;
    },
    aService: async (wanted: ServiceWanted): Promise<Service> => {
      const app = await start(wanted);
      let isOpen = true;
      const stop = async () => {
        if (isOpen) await app.close();
        isOpen = false;
      };
      ends.push(stop);
      return serviceOf(app, stop);
    },
  };
};

const start = async ({ mongo, nats, service = 'submission', providers = [], ackWaitMs, ...rest }: ServiceWanted) => {
  class TestModule {}
  Module({
    imports: [
      DatabaseModule.forRoot({ uri: mongo, name: rest.database ?? aDatabaseName() }),
      MessagingModule.forRoot({ service, url: nats, replicas: 1, retryDelayMs: () => 5, ackWaitMs }),
      ReadinessModule,
    ],
    providers: [Parcels, ...providers],
  })(TestModule);
  const app = await NestFactory.createApplicationContext(TestModule, { logger: false, abortOnError: false });
  return app;
};

export interface Service {
  readonly parcels: Parcels;
  get<Part>(part: Type<Part>): Part;
  stop(): Promise<void>;
  ready(): Promise<void>;
  /** What its stream holds, in order. */
  published(): Promise<readonly Published[]>;
}

/** A message as it lies in a stream. */
export interface Published {
  readonly header: (name: string) => string;
  readonly data: unknown;
}

const serviceOf = (app: INestApplicationContext, stop: () => Promise<void>): Service => ({
  parcels: app.get(Parcels),
  get: (part) => app.get(part),
  stop,
  ready: () => app.get(Database).ready,
  published: async () => {
    const { streams } = await app.get(NatsLink).manager();
    const stream = streamOf('submission');
    const { state } = await streams.info(stream);
    const found: Published[] = [];
    for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
      const message = await streams.getMessage(stream, { seq });
      if (message) found.push({ header: (name) => message.header.get(name), data: message.json() });
    }
    return found;
  },
});
