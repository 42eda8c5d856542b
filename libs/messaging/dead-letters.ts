import type { JsMsg, StoredMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { Inject, Injectable } from '@nestjs/common';
import {
  deadLetterStreamOf,
  deadLetterSubject,
  MESSAGING_OPTIONS,
  type MessagingOptions,
} from './messaging.options.ts';
import { NatsLink } from './nats-link.ts';

export interface DeadLetter {
  readonly seq: number;
  readonly consumer: string;
  readonly reason: string;
  readonly buriedAt: string;
  readonly event: { readonly id: string; readonly type: string; readonly subject: string; readonly time: string };
  readonly data: unknown;
}

/** Runs the reaction of a durable on a stored event again. Registered by the subscriber. */
export type Redeliver = (durable: string, message: StoredMsg) => Promise<void>;

/** What reactions of this service could not handle: kept until a person replays or discards it. */
@Injectable()
export class DeadLetters {
  private redeliver: Redeliver | undefined;

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly nats: NatsLink,
  ) {}

  onReplay(redeliver: Redeliver): void {
    this.redeliver = redeliver;
  }

  /** Puts a message aside with the reason. Resolves once it is stored: only then may the message be terminated. */
  async bury(message: JsMsg, durable: string, reason: string): Promise<void> {
    const carried = headers();
    for (const name of message.headers?.keys() ?? []) {
      if (!name.toLowerCase().startsWith('nats-')) carried.set(name, message.headers?.get(name) ?? '');
    }
    carried.set('essaim-consumer', durable);
    carried.set('essaim-reason', reason.replace(/[\r\n]+/g, ' ').slice(0, 1000));
    carried.set('essaim-buried-at', new Date().toISOString());
    carried.set('essaim-subject', message.subject);
    const js = await this.nats.jetstream();
    await js.publish(deadLetterSubject(this.options.service, durable), message.data, {
      headers: carried,
      // With the event's own id: a stream made anew counts from one again.
      msgID: `${durable}:${carried.get('ce-id')}:${message.info.stream}:${message.info.streamSequence}`,
    });
  }

  /** The oldest first, at most `limit`. */
  async list(limit = 100): Promise<DeadLetter[]> {
    const manager = await this.nats.manager();
    const { state } = await manager.streams.info(this.stream);
    const found: DeadLetter[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq && found.length < limit; seq += 1) {
      const letter = await this.find(seq);
      if (letter) found.push(letter);
    }
    return found;
  }

  async find(seq: number): Promise<DeadLetter | null> {
    const message = await this.message(seq);
    return message && describe(message);
  }

  /** Runs its reaction once more and, when that succeeds, removes it. @throws what the reaction throws */
  async replay(seq: number): Promise<boolean> {
    const message = await this.message(seq);
    if (!message) return false;
    await this.redeliver?.(message.header.get('essaim-consumer'), message);
    await this.discard(seq);
    return true;
  }

  async discard(seq: number): Promise<boolean> {
    const manager = await this.nats.manager();
    return manager.streams.deleteMessage(this.stream, seq, false).catch(() => false);
  }

  private get stream(): string {
    return deadLetterStreamOf(this.options.service);
  }

  private async message(seq: number): Promise<StoredMsg | null> {
    const manager = await this.nats.manager();
    return manager.streams.getMessage(this.stream, { seq }).catch(() => null);
  }
}

const describe = (message: StoredMsg): DeadLetter => ({
  seq: message.seq,
  consumer: message.header.get('essaim-consumer'),
  reason: message.header.get('essaim-reason'),
  buriedAt: message.header.get('essaim-buried-at'),
  event: {
    id: message.header.get('ce-id'),
    type: message.header.get('ce-type') || message.header.get('essaim-subject'),
    subject: message.header.get('ce-subject'),
    time: message.header.get('ce-time'),
  },
  data: readable(message.data),
});

const readable = (data: Uint8Array): unknown => {
  const text = new TextDecoder().decode(data);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
