import { answerQueries } from '#messaging';
import { startService } from '#platform';
import { config } from './dissemination.config.ts';
import { disseminationModule } from './dissemination.module.ts';
import { requests } from './requests.ts';

await startService(disseminationModule(config), {
  name: 'dissemination',
  host: config.ESSAIM_HOST,
  port: config.ESSAIM_PORT,
  logLevel: config.ESSAIM_LOG_LEVEL,
  trustProxy: config.ESSAIM_TRUST_PROXY,
  ...requests,
  prepare: (app) => {
    answerQueries(app, 'dissemination');
    requests.prepare(app);
  },
});
