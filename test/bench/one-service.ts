import { join } from 'node:path';
import { startMongo, startNats } from '../../deploy/development/engines/index.ts';
import { freePort } from '../../deploy/development/processes/ports.ts';
import { projectRoot } from '../../deploy/development/project-root.ts';
import { type Service, startService } from '../../deploy/development/service.ts';

export interface OneService {
  readonly service: Service;
  readonly mongoUrl: string;
  stop(): Promise<void>;
}

export const startDissemination = (dataDir: string): Promise<OneService> => startAlone('dissemination', dataDir);

/** One service, as a process on engines of its own: what is measured, and nothing beside it. */
export const startAlone = async (name: 'dissemination' | 'watch', dataDir: string): Promise<OneService> => {
  const inFolder = (name: string) => ({ dataDir: join(dataDir, name), say: () => {}, throwaway: true });
  const mongo = await startMongo(inFolder('mongo'));
  const nats = await startNats(inFolder('nats'));
  const port = await freePort();
  const service = await startService({
    name,
    url: `http://127.0.0.1:${port}`,
    main: join(projectRoot(), `dist/apps/${name}/src/main.js`),
    env: {
      ESSAIM_MODE: 'test',
      ESSAIM_ORIGIN: 'http://localhost:3000',
      ESSAIM_HOST: '127.0.0.1',
      ESSAIM_PORT: String(port),
      ESSAIM_MONGODB_URI: mongo.url,
      ESSAIM_NATS_URL: nats.url,
      ESSAIM_SECRET_KEYS: Buffer.alloc(32, 7).toString('base64'),
      ESSAIM_SMTP_URL: 'smtp://127.0.0.1:9',
      ESSAIM_MAIL_FROM: 'Essaim <essaim@essaim.example>',
    },
    dataDir,
    say: () => {},
    revive: false,
  });
  const stop = async () => {
    await service.stop();
    await nats.stop();
    await mongo.stop();
  };
  return { service, mongoUrl: mongo.url, stop };
};
