import { answerQueries } from '#messaging';
import { startService } from '#platform';
import { config } from './editorial.config.ts';
import { editorialModule } from './editorial.module.ts';

await startService(editorialModule(config), {
  name: 'editorial',
  host: config.ESSAIM_HOST,
  port: config.ESSAIM_PORT,
  logLevel: config.ESSAIM_LOG_LEVEL,
  trustProxy: config.ESSAIM_TRUST_PROXY,
  prepare: (app) => answerQueries(app, 'editorial'),
});
