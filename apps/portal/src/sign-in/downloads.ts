import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Forbidden, NotFound, Unavailable } from '#platform';
import { Services } from '../services/services.ts';
import { visitorOf } from './signed-in.ts';

/** What a service keeps for those who hold a token, for the person who looks at the page: streamed, and kept by no cache. */
@Injectable()
export class Downloads {
  constructor(private readonly services: Services) {}

  /** @throws SignInNeeded @throws Forbidden @throws NotFound @throws Unavailable */
  async send(request: FastifyRequest, reply: FastifyReply, path: string, name: string): Promise<void> {
    const { token } = visitorOf(request);
    const { status, body, headers } = await this.services.stream(path, token, request.ip);
    if (status !== 200) {
      await body.dump();
      if (status === 403)
        throw new Forbidden({ fr: 'Votre rôle n’y donne pas accès.', en: 'Your role gives no access.' });
      if (status === 404) throw new NotFound();
      throw new Unavailable();
    }
    await reply
      .headers({
        'content-type': headers['content-type'] ?? 'application/octet-stream',
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      })
      .send(body);
  }
}
