import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { answerQueries } from '#messaging';
import type { SubmissionConfig } from './submission.config.ts';

/** Last touches before the service listens. */
export const prepareSubmission = async (app: NestFastifyApplication, _config: SubmissionConfig): Promise<void> => {
  answerQueries(app, 'submission');
};
