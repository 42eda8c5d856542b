import { isUtf8 } from 'node:buffer';
import multipart from '@fastify/multipart';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { answerQueries } from '#messaging';
import { Problem } from '#platform';
import type { SubmissionConfig } from './submission.config.ts';

const takesFiles = /^\/api\/v1\/contributions\/:id\/attachments$/;

/** Last touches before the service listens. */
export const prepareSubmission = async (app: NestFastifyApplication, config: SubmissionConfig): Promise<void> => {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  answerQueries(app, 'submission');
  await acceptFiles(fastify, config.ESSAIM_UPLOAD_MEGABYTES);
  acceptTables(fastify);
};

/** Multipart bodies, on the one route that reads them as a stream. */
const acceptFiles = async (fastify: FastifyInstance, megabytes: number): Promise<void> => {
  await fastify.register(multipart as never, {
    throwFileSizeLimit: false,
    limits: { fileSize: megabytes * 1_000_000, files: 1, fields: 4, fieldSize: 20_000, headerPairs: 50 },
  });
  fastify.addHook('onRequest', async (request) => {
    const isFile = request.headers['content-type']?.startsWith('multipart/');
    if (isFile && !takesFiles.test(request.routeOptions.url ?? '')) throw new UnsupportedMediaTypeException();
  });
};

const importLimit = 5 * 1024 * 1024;

/** Tables and lines of JSON, in UTF-8, on the one route that imports them. */
const acceptTables = (fastify: FastifyInstance): void => {
  fastify.addContentTypeParser<Buffer>(
    ['text/csv', 'application/x-ndjson'],
    { parseAs: 'buffer', bodyLimit: importLimit },
    (request, body, done) => {
      if (request.routeOptions.url !== '/api/v1/contributions/import') done(new UnsupportedMediaTypeException());
      else if (!isUtf8(body)) done(new NotUtf8());
      else done(null, body.toString());
    },
  );
};

class NotUtf8 extends Problem {
  constructor() {
    super('unreadable-import', 422, {
      fr: 'Le fichier n’est pas en UTF-8 : enregistrez-le sous « CSV UTF-8 ».',
      en: 'The file is not in UTF-8: save it as “CSV UTF-8”.',
    });
  }
}
