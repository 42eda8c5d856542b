import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { latestResources, type PublicResource, publicResource } from '#contracts';
import { Queries } from '#messaging';
import { currentTraceparent, NotFound, Unavailable } from '#platform';
import { ResourceGone } from './resource.problems.ts';

const timeoutMs = 2_000;
const idShape = /^[A-Za-z0-9_-]{1,100}$/;
const problemBody = z.object({ detail: z.string() });

export interface Latest {
  readonly items: readonly PublicResource[];
  readonly total: number;
}

/** The public catalogue, as dissemination tells it. */
@Injectable()
export class Catalogue implements OnApplicationShutdown {
  static readonly ORIGIN = Symbol('origin of dissemination');
  private readonly logger = new Logger(Catalogue.name);
  private readonly agent = new Agent({ connections: 32, connect: { timeout: timeoutMs } });

  constructor(
    private readonly queries: Queries,
    @Inject(Catalogue.ORIGIN) private readonly origin: string,
  ) {}

  /** The newest resources; null when nobody can tell just now: a page goes on without them. */
  async latest(limit: number): Promise<Latest | null> {
    try {
      return await this.queries.ask(latestResources, { limit });
    } catch (error) {
      this.logger.warn({ error, msg: 'no latest resources' });
      return null;
    }
  }

  /** @throws NotFound @throws ResourceGone when it was withdrawn @throws Unavailable */
  async find(id: string): Promise<PublicResource> {
    if (!idShape.test(id)) throw new NotFound();
    const { status, body } = await this.read(`/api/v1/resources/${id}`);
    if (status === 404) throw new NotFound({ fr: 'Cette ressource n’existe pas.', en: 'There is no such resource.' });
    if (status === 410) throw new ResourceGone(problemBody.safeParse(body).data?.detail);
    const found = publicResource.safeParse(body);
    if (status !== 200 || !found.success) {
      this.logger.error({ id, status, error: found.error, msg: 'not the resource that was promised' });
      throw new Unavailable();
    }
    if (found.data.status === 'withdrawn') throw new ResourceGone();
    return found.data;
  }

  private async read(path: string): Promise<{ status: number; body: unknown }> {
    try {
      const traceparent = currentTraceparent();
      const { statusCode, body } = await request(`${this.origin}${path}`, {
        dispatcher: this.agent,
        signal: AbortSignal.timeout(timeoutMs),
        headers: { accept: 'application/json', 'accept-language': 'fr', ...(traceparent ? { traceparent } : {}) },
      });
      const text = await body.text();
      return { status: statusCode, body: jsonOf(text) };
    } catch (error) {
      throw Object.assign(new Unavailable(), { cause: error });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
