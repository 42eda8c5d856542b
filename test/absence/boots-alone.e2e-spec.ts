import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createService } from '#platform';
import { disseminationModule } from '../../apps/dissemination/src/dissemination.module.ts';
import { editorialModule } from '../../apps/editorial/src/editorial.module.ts';
import { submissionModule } from '../../apps/submission/src/submission.module.ts';
import { watchModule } from '../../apps/watch/src/watch.module.ts';
import { type Engine, startMongo, startNats } from '../../deploy/development/engines/index.ts';
import { freePort } from '../../deploy/development/processes/ports.ts';
import { eventually } from '../support/eventually.ts';

const secretKeys = Buffer.alloc(32, 7).toString('base64');

/** A service in this process, with engines at addresses where nobody may answer. */
const boot = async (
  name: 'submission' | 'editorial' | 'watch' | 'dissemination',
  ports: { mongo: number; nats: number },
): Promise<NestFastifyApplication> => {
  const common = {
    ESSAIM_MODE: 'test' as const,
    ESSAIM_ORIGIN: 'http://localhost:3000',
    ESSAIM_HOST: '127.0.0.1',
    ESSAIM_PORT: 0,
    ESSAIM_TRUST_PROXY: 'loopback',
    ESSAIM_LOG_LEVEL: 'silent' as const,
    ESSAIM_MONGODB_URI: `mongodb://127.0.0.1:${ports.mongo}/?directConnection=true`,
    ESSAIM_MONGODB_DATABASE: `essaim_${name}`,
    ESSAIM_NATS_URL: `nats://127.0.0.1:${ports.nats}`,
    ESSAIM_NATS_REPLICAS: 1,
    ESSAIM_SECRET_KEYS: secretKeys,
    ESSAIM_SMTP_URL: 'smtp://127.0.0.1:9',
    ESSAIM_MAIL_FROM: 'Essaim <essaim@demo.example>',
    ESSAIM_DKIM_SELECTOR: 'essaim',
    ESSAIM_MAIL_RATE: 0,
    ESSAIM_MAILS_ALONE: 3,
    ESSAIM_BOOTSTRAP_KEY: undefined,
    ESSAIM_UPLOAD_MEGABYTES: 1,
    ESSAIM_NATS_USER: undefined,
    ESSAIM_NATS_PASSWORD: undefined,
    ESSAIM_PISTE_TOKEN_URL: 'http://127.0.0.1:9/token',
  };
  const modules: Record<typeof name, (config: typeof common) => DynamicModule> = {
    submission: submissionModule,
    editorial: editorialModule,
    watch: watchModule,
    dissemination: disseminationModule,
  };
  const app = await createService(modules[name](common), { name, host: '127.0.0.1', port: 0, logLevel: 'silent' });
  await app.listen(0, '127.0.0.1');
  return app;
};

describe('With both engines absent', () => {
  let folder: string;
  let ports: { mongo: number; nats: number };
  const engines: Engine[] = [];
  let app: NestFastifyApplication;
  const ask = () => request(app.getHttpServer());

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'essaim-absence-'));
    ports = { mongo: await freePort(), nats: await freePort() };
  });
  afterEach(async () => {
    await app.close();
    for (const engine of engines.splice(0)) await engine.stop();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(['submission', 'editorial', 'watch', 'dissemination'] as const)(
    '%s starts, says what it lacks, and recovers alone',
    async (name) => {
      app = await boot(name, ports);
      await ask().get('/health/live').expect(200);
      const { body } = await ask().get('/health/ready').expect(503);
      expect(body).toEqual({ status: 'not-ready', needs: { continuity: 'down', mongodb: 'down', nats: 'down' } });

      const common = { say: () => {}, throwaway: true };
      engines.push(await startMongo({ ...common, dataDir: join(folder, `${name}-m`), port: ports.mongo }));
      engines.push(await startNats({ ...common, dataDir: join(folder, `${name}-n`), port: ports.nats }));
      await eventually(async () => {
        const { body: now } = await ask().get('/health/ready');
        expect(now).toEqual({ status: 'ready', needs: { continuity: 'up', mongodb: 'up', nats: 'up' } });
      });
    },
  );

  it('submission still serves its vocabularies, and asks for patience where it needs its database', async () => {
    app = await boot('submission', ports);
    await ask().get('/api/v1/vocabularies').expect(200);
    const { body, headers } = await ask().get('/api/v1/networks').expect(503);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(headers['retry-after']).toBe('5');
    expect(body).toMatchObject({ type: '/problems/unavailable', status: 503 });
  });

  it('dissemination does not pretend to have feeds that it never saw', async () => {
    app = await boot('dissemination', ports);
    await ask().get('/feeds/resources.rss').expect(503);
  });
});
