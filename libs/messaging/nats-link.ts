import { setTimeout as pause } from 'node:timers/promises';
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Readiness } from '#platform';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options.ts';

/**
 * The one connection to NATS of a service. It is made in the background and kept for ever: NATS may be away at start
 * and vanish later, and whoever needs it waits for `connected()` or looks at `isUp`.
 */
@Injectable()
export class NatsLink implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('nats');
  private readonly first = Promise.withResolvers<NatsConnection>();
  private connection: NatsConnection | undefined;
  private up = false;
  private closing = false;

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    readiness: Readiness,
  ) {
    // Who only asks others can still serve without it.
    if (!options.asksOnly) readiness.add('nats', () => this.up);
  }

  /** Whether a message could leave right now. */
  get isUp(): boolean {
    return this.up;
  }

  /** Resolves at the first connection, however late. */
  connected(): Promise<NatsConnection> {
    return this.first.promise;
  }

  async jetstream(): Promise<JetStreamClient> {
    return jetstream(await this.connected(), { timeout: 5_000 });
  }

  async manager(): Promise<JetStreamManager> {
    return jetstreamManager(await this.connected(), { checkAPI: false, timeout: 5_000 });
  }

  onApplicationBootstrap(): void {
    void this.connectForever();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    await this.connection?.drain().catch(async (error: unknown) => {
      this.logger.warn({ error, msg: 'could not drain' });
      // Else it would go on reconnecting.
      await this.connection?.close();
    });
  }

  private async connectForever(): Promise<void> {
    const { url, user, password, service } = this.options;
    while (!this.closing) {
      try {
        this.connection = await connect({
          servers: url.replace(/^nats:\/\//, ''),
          ...(user ? { user, pass: password ?? '' } : {}),
          name: service,
          // A restricted user may hear no other's answers.
          inboxPrefix: `_INBOX_${service}`,
          reconnect: true,
          maxReconnectAttempts: -1,
          reconnectTimeWait: 500,
          pingInterval: 5_000,
          maxPingOut: 2,
        });
        this.up = true;
        this.logger.log('connected');
        this.first.resolve(this.connection);
        await this.follow(this.connection);
      } catch (error) {
        this.logger.debug({ error, msg: 'no connection yet' });
        await pause(1_000, undefined, { ref: false });
      }
      if (this.connection) return;
    }
  }

  private async follow(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect' || status.type === 'staleConnection') this.up = false;
      if (status.type === 'reconnect') this.up = true;
      if (status.type === 'disconnect' || status.type === 'reconnect') this.logger.log(status.type);
      if (status.type === 'error') this.logger.warn({ error: status.error, msg: 'refused by NATS' });
    }
    this.up = false;
  }
}
