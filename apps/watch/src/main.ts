import { answerQueries } from '#messaging';
import { startService } from '#platform';
import { config } from './watch.config.ts';
import { watchModule } from './watch.module.ts';
import { acceptPushes } from './websub/any-body.ts';

await startService(watchModule(config), {
  name: 'watch',
  host: config.ESSAIM_HOST,
  port: config.ESSAIM_PORT,
  logLevel: config.ESSAIM_LOG_LEVEL,
  trustProxy: config.ESSAIM_TRUST_PROXY,
  prepare: (app) => {
    answerQueries(app, 'watch');
    acceptPushes(app.getHttpAdapter().getInstance() as never);
  },
});
