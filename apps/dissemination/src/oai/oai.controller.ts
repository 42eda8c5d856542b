import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#platform';
import { AnswerHarvester } from './answer-harvester.ts';

/** Harvesting by OAI-PMH, by GET and by POST. */
@Controller('oai')
@Public()
export class OaiController {
  constructor(private readonly harvester: AnswerHarvester) {}

  @Get()
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?') + 1) : '';
    await this.answer(new URLSearchParams(query), reply);
  }

  @Post()
  @HttpCode(200)
  async post(@Body() form: unknown, @Res() reply: FastifyReply): Promise<void> {
    await this.answer(form instanceof URLSearchParams ? form : new URLSearchParams(), reply);
  }

  private async answer(pairs: URLSearchParams, reply: FastifyReply): Promise<void> {
    // The moment of the answer, which harvesters go on from: always the real one.
    const text = await this.harvester.execute(pairs, new Date());
    await reply.headers({ 'cache-control': 'no-store' }).type('text/xml; charset=utf-8').send(text);
  }
}
