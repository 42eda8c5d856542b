import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Continuity } from './continuity.ts';
import { DeadLetters } from './dead-letters.ts';
import { EventPuller } from './event-puller.ts';
import { EventSubscriber } from './event-subscriber.ts';
import { HighWater } from './high-water.ts';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options.ts';
import { NatsLink } from './nats-link.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { Queries } from './queries.ts';
import { Wake } from './wake.ts';

const ofServices = [Continuity, DeadLetters, EventPuller, EventSubscriber, OutboxRelay];

/** Events, queries and wake-up calls between services. */
@Global()
@Module({})
export class MessagingModule {
  /** For a service with a database of its own: it announces and hears events. */
  static forRoot(options: MessagingOptions): DynamicModule {
    const shared = MessagingModule.shared(options);
    return {
      ...shared,
      imports: [DiscoveryModule],
      providers: [...(shared.providers ?? []), ...ofServices, HighWater],
      exports: [...(shared.exports ?? []), ...ofServices],
    };
  }

  /** For a service that only asks others. */
  static forAsking(options: MessagingOptions): DynamicModule {
    return MessagingModule.shared({ ...options, asksOnly: true });
  }

  private static shared(options: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      providers: [{ provide: MESSAGING_OPTIONS, useValue: options }, NatsLink, Queries, Wake],
      exports: [MESSAGING_OPTIONS, NatsLink, Queries, Wake],
    };
  }
}
