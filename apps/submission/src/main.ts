import { startService } from '#platform';
import { config } from './submission.config.ts';
import { submissionModule } from './submission.module.ts';
import { prepareSubmission } from './submission.options.ts';

await startService(submissionModule(config), {
  name: 'submission',
  host: config.ESSAIM_HOST,
  port: config.ESSAIM_PORT,
  logLevel: config.ESSAIM_LOG_LEVEL,
  trustProxy: config.ESSAIM_TRUST_PROXY,
  requestTimeoutMs: 180_000,
  prepare: (app) => prepareSubmission(app, config),
});
