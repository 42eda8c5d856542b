import { Inject, Injectable, Logger } from '@nestjs/common';
import { newId } from '#persistence';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options.ts';
import { NatsLink } from './nats-link.ts';

/**
 * Wakes the workers of every instance of this service, this one at once. A call may be missed: it only saves waiting,
 * the poll of each worker is the truth.
 */
@Injectable()
export class Wake {
  private readonly logger = new Logger(Wake.name);
  /** Each instance hears all calls, and has heard its own already. */
  private readonly self = newId();
  private readonly listeners = new Map<string, Set<() => void>>();

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly nats: NatsLink,
  ) {}

  /** Runs `listener` at each call for `topic`, from this instance or another. */
  on(topic: string, listener: () => void): void {
    const known = this.listeners.get(topic);
    if (known) {
      known.add(listener);
      return;
    }
    this.listeners.set(topic, new Set([listener]));
    void this.listen(topic);
  }

  call(topic: string): void {
    for (const listener of this.listeners.get(topic) ?? []) listener();
    if (this.nats.isUp)
      void this.nats.connected().then((connection) => connection.publish(this.subject(topic), this.self));
  }

  private async listen(topic: string): Promise<void> {
    const connection = await this.nats.connected();
    connection.subscribe(this.subject(topic), {
      callback: (error, call) => {
        if (error) this.logger.warn({ error, topic });
        else if (call.string() !== this.self) for (const listener of this.listeners.get(topic) ?? []) listener();
      },
    });
  }

  private subject(topic: string): string {
    return `wake.${this.options.service}.${topic}`;
  }
}
