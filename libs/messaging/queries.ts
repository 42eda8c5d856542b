import { Inject, Injectable } from '@nestjs/common';
import { type MicroserviceOptions, ServerNats } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import type { QueryContract } from '#contracts';
import { Unavailable } from '#platform';
import { NatsLink } from './nats-link.ts';

const reply = z.object({ response: z.unknown(), err: z.unknown().optional() });

/** Asks other services over core NATS. Nothing that must not be lost travels so. */
@Injectable()
export class Queries {
  constructor(@Inject(NatsLink) private readonly nats: NatsLink) {}

  /** @throws Unavailable when nobody answers within `timeoutMs`, or the answer is not what was promised. */
  async ask<Question extends z.ZodType, Answer extends z.ZodType>(
    { subject, answer }: QueryContract<Question, Answer>,
    question: z.input<Question>,
    timeoutMs = 1_000,
  ): Promise<z.output<Answer>> {
    if (!this.nats.isUp) throw new Unavailable();
    const connection = await this.nats.connected();
    const packet = JSON.stringify({ pattern: subject, data: question, id: '1' });
    const message = await connection.request(subject, packet, { timeout: timeoutMs }).catch(() => {
      throw new Unavailable();
    });
    const { response, err } = reply.parse(message.json());
    if (err) throw new Unavailable();
    return answer.parse(response);
  }
}

/** Nest's NATS server on the connection that the service already has, waiting for it as long as it takes. */
class SharedNatsServer extends ServerNats {
  constructor(
    private readonly link: NatsLink,
    queue: string,
  ) {
    super({ queue });
  }

  override async createNatsClient(): Promise<never> {
    return (await this.link.connected()) as never;
  }

  // The connection is the link's to close.
  override async close(): Promise<void> {}
}

/** Answers the queries of others, as soon as NATS is there. Call it before `listen`. */
export const answerQueries = (app: NestFastifyApplication, service: string): void => {
  app.connectMicroservice<MicroserviceOptions>({ strategy: new SharedNatsServer(app.get(NatsLink), service) });
  void app.startAllMicroservices();
};
