import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NatsLink } from '#messaging';
import { createService } from '#platform';
import { portalConfig } from '../../src/portal.config.ts';
import { portalModule } from '../../src/portal.module.ts';
import { portalOptions } from '../../src/portal.options.ts';
import { FakeNats } from './fake-nats.ts';
import { freePort } from './free-port.ts';

export interface RunningPortal {
  readonly app: NestFastifyApplication;
  readonly origin: string;
  /** Where it looks for NATS; nobody is there until a test starts one. */
  readonly natsPort: number;
  stop(): Promise<void>;
}

/** Who answers for the site: production does not start without. */
const publisher = {
  ESSAIM_PUBLISHER_NAME: 'Union d’essai',
  ESSAIM_PUBLISHER_ADDRESS: '1 rue de l’Essai, 59000 Lille',
  ESSAIM_PUBLISHER_PHONE: '01 99 00 00 01',
  ESSAIM_PUBLISHER_EMAIL: 'contact@essai.example',
  ESSAIM_PUBLISHER_DIRECTOR: 'Camille Essai',
  ESSAIM_HOST_NAME: 'Hébergeur d’essai',
  ESSAIM_HOST_ADDRESS: '2 rue de l’Essai, 59000 Lille',
  ESSAIM_HOST_PHONE: '01 99 00 00 02',
  ESSAIM_DATA_PROTECTION_CONTACT: 'donnees@essai.example',
  ESSAIM_DATA_PROCESSORS: 'Hébergeur d’essai ; Courrier d’essai',
};

/** The real portal on a free port, behind no edge proxy, with no NATS and no service but those given. */
export const startPortal = async (environment: Record<string, string> = {}): Promise<RunningPortal> => {
  const natsPort = await freePort();
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const config = portalConfig({
    ...publisher,
    ESSAIM_MODE: 'test',
    ESSAIM_ORIGIN: 'https://essaim.example',
    ESSAIM_PORT: '0',
    ESSAIM_LOG_LEVEL: 'silent',
    ESSAIM_NATS_URL: `nats://127.0.0.1:${natsPort}`,
    ESSAIM_SUBMISSION_URL: nobody,
    ESSAIM_EDITORIAL_URL: nobody,
    ESSAIM_WATCH_URL: nobody,
    ESSAIM_DISSEMINATION_URL: nobody,
    ...environment,
  });
  const app = await createService(portalModule(config) as unknown as Type, portalOptions(config));
  await app.listen(0, '127.0.0.1');
  return {
    app,
    origin: await app.getUrl(),
    natsPort,
    stop: async () => {
      // Its link looks for NATS for ever, also after a stop: it must find one to leave.
      const nats = await FakeNats.start(natsPort, () => undefined).catch(() => undefined);
      const link = app.get(NatsLink);
      await link.connected();
      await app.close();
      await nats?.stop();
    },
  };
};
