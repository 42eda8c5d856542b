import { setTimeout as pause } from 'node:timers/promises';
import { AckPolicy, type ConsumerMessages, DeliverPolicy, JetStreamApiError, type JsMsg } from '@nats-io/jetstream';
import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import type { Announced, EventContract } from '#contracts';
import { Database, isDatabaseAway } from '#persistence';
import { inTrace, traceparentOf } from '#platform';
import { readCloudEvent } from './cloud-event.ts';
import { DeadLetters } from './dead-letters.ts';
import {
  durableOf,
  MESSAGING_OPTIONS,
  type MessagingOptions,
  maxDeliveries,
  retryDelayMs,
  streamOf,
} from './messaging.options.ts';
import { NatsLink } from './nats-link.ts';
import { Hopeless } from './on-event.ts';
import { Slots } from './slots.ts';

export type EventHandler = (event: Announced) => Promise<void>;

export interface Pull {
  /** Names the durable consumer, after the service: `<service>__<name>`. */
  readonly name: string;
  /** All announced by one service. */
  readonly contracts: readonly EventContract[];
  /** Takes nothing new once aborted. */
  readonly signal: AbortSignal;
  /** How many events at once; 1 keeps stream order while nothing fails. */
  readonly concurrency?: number;
  /** Others of this process pull the same events: each is read once for all of them, and changed by none. */
  readonly isShared?: boolean;
}

interface Pulling extends Pull {
  readonly durable: string;
  readonly handle: EventHandler;
}

/** A process that died is missed after this long: what it was handling then comes again. */
const usualAckWaitMs = 15_000;

/** Events that were read for several: about as many as are being handled at once. */
const mostShared = 200;

/** Reads an event off the wire and holds it against the contract of its subject. @throws when it does not fit */
export const readEvent = (
  contracts: readonly EventContract[],
  subject: string,
  { headers, data }: { headers?: { get(name: string): string } | undefined; data: Uint8Array },
): Announced => {
  const contract = contracts.find(({ type }) => type === subject);
  if (!contract) throw new Error(`unexpected subject ${subject}`);
  return readCloudEvent(contract, headers, data);
};

/**
 * Pulls events through a durable consumer and hands them to a handler, for as long as it is wanted and whatever happens
 * to NATS. See the README of this lib for the delivery promises.
 */
@Injectable()
export class EventPuller {
  private readonly logger = new Logger(EventPuller.name);
  private readonly shared = new Map<string, Announced>();

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly nats: NatsLink,
    private readonly deadLetters: DeadLetters,
    @Optional() private readonly database?: Database,
  ) {}

  /** Resolves once the signal is aborted and what was in flight is finished. */
  async pull(wanted: Pull, handle: EventHandler): Promise<void> {
    const pulling = { ...wanted, handle, durable: durableOf(this.options.service, wanted.name) };
    const { signal } = wanted;
    let failures = 0;
    while (!signal.aborted) {
      try {
        await Promise.race([Promise.all([this.database?.ready, this.nats.connected()]), aborted(signal)]);
        if (signal.aborted) return;
        const messages = await this.subscribe(pulling);
        failures = 0;
        await this.consume(pulling, messages);
      } catch (error) {
        failures += 1;
        // The stream belongs to a service that may not have started yet.
        if (failures % 20 === 0) this.logger.warn({ error, consumer: pulling.durable, msg: 'not bound yet' });
      }
      await this.rest(Math.min(100 * 2 ** failures, 2_000), signal);
    }
  }

  /** Runs a handler as `pull` would. The database being away is nobody's failure: the event waits for it. */
  async handle(event: Announced, handle: EventHandler, signal: AbortSignal): Promise<void> {
    for (let wait = 200; ; wait = Math.min(wait * 2, 5_000)) {
      try {
        return await inTrace(traceparentOf(event.traceparent), () => handle(event));
      } catch (error) {
        if (!isDatabaseAway(error) || signal.aborted) throw error;
        await this.rest(wait, signal);
      }
    }
  }

  /** Makes a consumer hear everything again, from the start of its stream: it is made anew by whoever pulls. */
  async rewind(name: string, contracts: readonly EventContract[]): Promise<void> {
    const manager = await this.nats.manager();
    const consumer = durableOf(this.options.service, name);
    await manager.consumers.delete(this.streamOf(name, contracts), consumer).catch((error: unknown) => {
      // Not there, with its stream perhaps: what makes it anew begins at the start.
      if (!(error instanceof JetStreamApiError)) throw error;
    });
  }

  private streamOf(name: string, contracts: readonly EventContract[]): string {
    const [service, ...others] = [...new Set(contracts.map((contract) => contract.service))];
    if (!service || others.length) throw new Error(`${name}: one consumer, one announcing service`);
    return streamOf(service);
  }

  private async subscribe({ durable, contracts, concurrency = 1 }: Pulling): Promise<ConsumerMessages> {
    const stream = this.streamOf(durable, contracts);
    const manager = await this.nats.manager();
    const changeable = { filter_subjects: contracts.map(({ type }) => type), ack_wait: this.ackWaitMs * 1e6 };
    await manager.consumers.update(stream, durable, changeable).catch(() =>
      manager.consumers.add(stream, {
        ...changeable,
        durable_name: durable,
        ack_policy: AckPolicy.Explicit,
        // Sight of a message is never lost: we count ourselves, and put it aside.
        max_deliver: -1,
        max_ack_pending: 1_000,
        deliver_policy: DeliverPolicy.All,
      }),
    );
    const js = await this.nats.jetstream();
    const consumer = await js.consumers.get(stream, durable);
    // A consumer or a stream that was lost is noticed at the second heartbeat that does not come.
    const beats = { expires: 15_000, idle_heartbeat: 5_000, abort_on_missing_resource: true };
    // Nothing is fetched ahead: whatever waited here would count as tried each time this process dies, and come late.
    return consumer.consume({ max_messages: concurrency, ...beats });
  }

  private async consume(pulling: Pulling, messages: ConsumerMessages): Promise<void> {
    const slots = new Slots(pulling.concurrency ?? 1);
    const inFlight = new Set<Promise<void>>();
    const close = () => void messages.close();
    void closeWhenNobodyAnswers(messages);
    pulling.signal.addEventListener('abort', close, { once: true });
    try {
      if (pulling.signal.aborted) close();
      // The next is asked for once there is room for it.
      await slots.take();
      for await (const message of messages) {
        // What came and was not begun goes back at once, to whoever pulls next.
        if (pulling.signal.aborted) {
          message.nak();
          continue;
        }
        const handled = this.receive(pulling, message).finally(() => {
          slots.give();
          inFlight.delete(handled);
        });
        inFlight.add(handled);
        await slots.take();
      }
    } finally {
      pulling.signal.removeEventListener('abort', close);
      await Promise.all(inFlight);
    }
  }

  private async receive(pulling: Pulling, message: JsMsg): Promise<void> {
    const beat = setInterval(() => message.working(), this.ackWaitMs / 3);
    try {
      await this.attempt(pulling, message);
    } catch (error) {
      // Could not even be put aside: it stays where it is, and comes back.
      this.logger.error({ error, consumer: pulling.durable, msg: 'not handled' });
      message.nak(5_000);
    } finally {
      clearInterval(beat);
    }
  }

  private async attempt(pulling: Pulling, message: JsMsg): Promise<void> {
    let event: Announced;
    try {
      event = pulling.isShared
        ? this.readShared(pulling, message)
        : readEvent(pulling.contracts, message.subject, message);
    } catch (error) {
      // Malformed today is malformed tomorrow: redelivering would only hide it.
      return this.bury(pulling, message, `does not match its contract: ${String(error)}`);
    }
    const deliveries = message.info.deliveryCount;
    // Counted before the handler runs, so that a message that kills the process is caught too.
    if (deliveries > maxDeliveries) return this.bury(pulling, message, 'out of attempts');
    try {
      await this.handle(event, pulling.handle, pulling.signal);
      message.ack();
    } catch (error) {
      if (pulling.signal.aborted) return message.nak();
      this.logger.warn({ error, consumer: pulling.durable, event: event.id, deliveries });
      if (error instanceof Hopeless || deliveries === maxDeliveries) {
        return this.bury(pulling, message, error instanceof Error ? error.message : String(error));
      }
      message.nak((this.options.retryDelayMs ?? retryDelayMs)(deliveries));
    }
  }

  private readShared({ contracts }: Pulling, message: JsMsg): Announced {
    const key = `${message.subject} ${message.headers?.get('ce-id')} ${message.info.stream} ${message.info.streamSequence}`;
    const known = this.shared.get(key);
    if (known) return known;
    const event = readEvent(contracts, message.subject, message);
    this.shared.set(key, event);
    for (const oldest of this.shared.keys()) {
      if (this.shared.size <= mostShared) break;
      this.shared.delete(oldest);
    }
    return event;
  }

  private async bury({ durable }: Pulling, message: JsMsg, reason: string): Promise<void> {
    this.logger.error({ consumer: durable, seq: message.info.streamSequence, reason, msg: 'dead letter' });
    await this.deadLetters.bury(message, durable, reason);
    message.term(reason.slice(0, 100));
  }

  private get ackWaitMs(): number {
    return this.options.ackWaitMs ?? usualAckWaitMs;
  }

  private async rest(ms: number, signal: AbortSignal): Promise<void> {
    await pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/**
 * Its consumer is gone: dropped by `rewind`, or lost with its stream. Left alone, the client asks again at once and without
 * end; closed, it is bound anew.
 */
const closeWhenNobodyAnswers = async (messages: ConsumerMessages): Promise<void> => {
  for await (const { type } of messages.status()) if (type === 'no_responders') await messages.close();
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
