import { Controller, Get, Module, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { collectDefaultMetrics, Histogram, register } from 'prom-client';
import { Public } from './readiness.ts';

collectDefaultMetrics();

const requestSeconds = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'How long answers took, by method, route and status.',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

export const measureRequests = (fastify: FastifyInstance): void => {
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    requestSeconds.labels(request.method, route, String(reply.statusCode)).observe(reply.elapsedTime / 1000);
  });
};

@Controller('metrics')
@ApiExcludeController()
@Public()
class MetricsController {
  @Get()
  async metrics(@Res() reply: FastifyReply) {
    await reply.type(register.contentType).send(await register.metrics());
  }
}

@Module({ controllers: [MetricsController] })
export class MetricsModule {}
