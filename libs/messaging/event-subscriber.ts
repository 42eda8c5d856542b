import { setTimeout as pause } from 'node:timers/promises';
import type { StoredMsg, StreamConfig } from '@nats-io/jetstream';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type Announced, type Announcer, announcers } from '#contracts';
import { DeadLetters } from './dead-letters.ts';
import { type EventHandler, EventPuller, type Pull, readEvent } from './event-puller.ts';
import {
  deadLetterStreamOf,
  durableOf,
  kebabCase,
  MESSAGING_OPTIONS,
  type MessagingOptions,
  markStreamOf,
  streamOf,
} from './messaging.options.ts';
import { NatsLink } from './nats-link.ts';
import { reactionOf } from './on-event.ts';

/** A reaction found in the application. */
interface Reaction extends Omit<Pull, 'signal'> {
  readonly handle: EventHandler;
  /** Drops what it wrote, when that is a read model: all of it comes again from the stream. */
  readonly forget?: (() => Promise<void>) | undefined;
}

/** A reaction that writes a read model. */
export interface WritesReadModel {
  /** Drops what this reaction wrote. */
  forget(): Promise<void>;
}

type Wanted = Pick<StreamConfig, 'name' | 'subjects'> & Partial<StreamConfig>;

const hour = 3600 * 1e9;

/** Binds every `@OnEvent` method to a durable consumer, and keeps the streams that this service owns. */
@Injectable()
export class EventSubscriber implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(EventSubscriber.name);
  private readonly stopping = new AbortController();
  private reactions: readonly Reaction[] = [];
  private pulling: readonly Promise<void>[] = [];

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly nats: NatsLink,
    private readonly puller: EventPuller,
    private readonly deadLetters: DeadLetters,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    this.reactions = this.discover();
    this.deadLetters.onReplay((durable, message) => this.redeliver(durable, message));
    void this.keepStreams();
    const { signal } = this.stopping;
    this.pulling = this.reactions.map(({ handle, forget: _, ...pull }) =>
      this.puller.pull({ ...pull, signal }, handle),
    );
  }

  /** Takes nothing new and finishes what is in flight, while the database and NATS are still there. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.pulling);
  }

  /**
   * Drops every read model of this service and fills it again from the streams. Nothing is sent to anybody: what sends
   * is no read model. Any number of instances may be running.
   *
   * @returns the reactions that hear everything again.
   */
  async rebuildReadModels(): Promise<string[]> {
    const rebuilt = this.reactions.filter(({ forget }) => forget);
    for (const { name, forget, contracts } of rebuilt) {
      await forget?.();
      // Forgotten first, then heard from the start: whatever is handled in between comes again.
      await this.puller.rewind(name, contracts);
    }
    return rebuilt.map(({ name }) => name);
  }

  private discover(): Reaction[] {
    const found = this.discovery.getProviders().flatMap(({ instance }): Reaction[] => {
      if (!instance || typeof instance !== 'object') return [];
      const methods = instance as Record<string, EventHandler>;
      return this.scanner.getAllMethodNames(Object.getPrototypeOf(instance)).flatMap((name): Reaction[] => {
        const method = methods[name];
        const metadata = method && reactionOf(method);
        if (!method || !metadata) return [];
        const { contracts, options } = metadata;
        return [
          {
            ...options,
            name: kebabCase(instance.constructor.name),
            contracts,
            handle: (event) => method.call(instance, event),
            forget: (instance as Partial<WritesReadModel>).forget?.bind(instance),
          },
        ];
      });
    });
    const names = found.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) throw new Error(`two reactions would share the durable ${twice}: one class, one reaction`);
    return found;
  }

  /** A service makes its own stream and its dead letters; nobody else's. Made again if they were lost. */
  private async keepStreams(): Promise<void> {
    const { service, replicas } = this.options;
    const common = { storage: 'file', num_replicas: replicas, duplicate_window: 2 * hour, discard: 'old' } as const;
    const wanted: Wanted[] = [
      { name: deadLetterStreamOf(service), subjects: [`dead-letter.${service}.>`], ...common },
      { name: markStreamOf(service), subjects: [`mark.${service}.>`], ...common, max_msgs_per_subject: 1 },
    ];
    if ((announcers as readonly string[]).includes(service)) {
      wanted.unshift({ name: streamOf(service as Announcer), subjects: [`${service}.>`], ...common });
    }
    while (!this.stopping.signal.aborted) {
      try {
        const manager = await this.nats.manager();
        for (const stream of wanted) {
          await manager.streams.info(stream.name).catch(() => manager.streams.add(stream));
        }
        await this.rest(5_000);
      } catch (error) {
        this.logger.debug({ error, msg: 'streams are not there yet' });
        await this.rest(1_000);
      }
    }
  }

  private async redeliver(durable: string, message: StoredMsg): Promise<void> {
    const reaction = this.reactions.find(({ name }) => durableOf(this.options.service, name) === durable);
    if (!reaction) throw new Error(`no reaction is called ${durable} any more`);
    const subject = message.header.get('essaim-subject');
    const event: Announced = readEvent(reaction.contracts, subject, { headers: message.header, data: message.data });
    await this.puller.handle(event, reaction.handle, this.stopping.signal);
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}
