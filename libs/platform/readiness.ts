import {
  applyDecorators,
  Controller,
  Get,
  Global,
  Injectable,
  Module,
  Optional,
  Res,
  SetMetadata,
} from '@nestjs/common';
import { ApiExcludeController, ApiSecurity } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Database } from '#persistence';

/** Says whether something that the service needs is there. Throws or answers false when it isn't. */
export type Indicator = () => boolean | Promise<boolean>;

/** What the service needs to be ready. Being unready stops nothing: it says so, and waits. */
@Injectable()
export class Readiness {
  private readonly indicators = new Map<string, Indicator>();

  constructor(@Optional() database?: Database) {
    if (database) {
      this.add('mongodb', async () => {
        await database.ping();
        return database.isReady;
      });
    }
  }

  add(name: string, indicator: Indicator): void {
    this.indicators.set(name, indicator);
  }

  async check(): Promise<{ ready: boolean; needs: Record<string, 'up' | 'down'> }> {
    const needs: Record<string, 'up' | 'down'> = {};
    await Promise.all(
      [...this.indicators].map(async ([name, indicator]) => {
        needs[name] = (await Promise.resolve()
          .then(indicator)
          .catch(() => false))
          ? 'up'
          : 'down';
      }),
    );
    return { ready: Object.values(needs).every((state) => state === 'up'), needs };
  }
}

/** Read by the guard of `libs/access`: anybody may call it, with or without a key. */
export const Public = () => applyDecorators(SetMetadata('access:public', true), ApiSecurity({}), ApiSecurity('bearer'));

@Controller('health')
@ApiExcludeController()
@Public()
class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { ready, needs } = await this.readiness.check();
    reply.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not-ready', needs };
  }
}

@Global()
@Module({ providers: [Readiness], controllers: [HealthController], exports: [Readiness] })
export class ReadinessModule {}
