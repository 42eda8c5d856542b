import { Inject, Injectable } from '@nestjs/common';
import { MESSAGING_OPTIONS, type MessagingOptions, markStreamOf, markSubject } from './messaging.options.ts';
import { NatsLink } from './nats-link.ts';

/**
 * The highest numbers that this service ever reached, kept outside its database: a database brought back from an older copy
 * shows below them.
 */
@Injectable()
export class HighWater {
  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly nats: NatsLink,
  ) {}

  /** 0 when nothing was ever reached, or the stream was lost. @throws while NATS is away or the stream is not there yet */
  async reached(name: string): Promise<number> {
    const { streams } = await this.nats.manager();
    const last = await streams.getMessage(markStreamOf(this.options.service), {
      last_by_subj: markSubject(this.options.service, name),
    });
    return last ? Number(last.string()) : 0;
  }

  async raise(name: string, to: number): Promise<void> {
    const js = await this.nats.jetstream();
    await js.publish(markSubject(this.options.service, name), String(to));
  }
}
