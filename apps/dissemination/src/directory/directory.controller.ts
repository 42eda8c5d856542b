import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#platform';
import { serveText } from '../feeds/serve-document.ts';
import { PublicOrigin } from '../public-origin.ts';
import { NetworkRepository } from './network.repository.ts';
import { networksMap } from './networks-map.ts';

const born = new Date('2026-01-01T00:00:00.000Z');

/** The networks, for maps. */
@Controller('feeds')
@Public()
export class DirectoryController {
  constructor(
    private readonly networks: NetworkRepository,
    private readonly origin: PublicOrigin,
  ) {}

  @Get('networks.geojson')
  async map(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const found = await this.networks.all();
    const changedAt = new Date(Math.max(born.getTime(), ...found.map((network) => network.changedAt.getTime())));
    const text = JSON.stringify(networksMap(this.origin, found));
    await serveText(request, reply, { text, changedAt }, 'application/geo+json; charset=utf-8');
  }
}
