import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Swagger UI is a script of ours; its icons are written inside its stylesheet, hence `data:`. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ownFiles = fileURLToPath(new URL('./static/', import.meta.url));

/** Swagger UI comes with `@nestjs/swagger`, which names its version. */
const swaggerFiles = (): string => {
  const fromHere = createRequire(import.meta.url);
  const fromNestSwagger = createRequire(fromHere.resolve('@nestjs/swagger'));
  return dirname(fromNestSwagger.resolve('swagger-ui-dist/package.json'));
};

const swaggerNeeds = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js', '/swagger-ui-standalone-preset.js']);

/** The OpenAPI documents of the services, browsable at `/api/docs`, without any third party. */
export const serveDocs = async (fastify: FastifyInstance): Promise<void> => {
  await fastify.register(async (docs) => {
    docs.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', policy);
    });
    await docs.register(fastifyStatic, { root: ownFiles, prefix: '/api/docs/', maxAge: 300_000 });
    docs.get('/api/docs', (_request, reply) => reply.sendFile('index.html'));
    await docs.register(fastifyStatic, {
      root: swaggerFiles(),
      prefix: '/api/docs/swagger-ui/',
      decorateReply: false,
      index: false,
      maxAge: 86_400_000,
      allowedPath: (path) => swaggerNeeds.has(path),
    });
  });
};
