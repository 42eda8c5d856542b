import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotApi } from '../pages/pages.ts';
import { Downloads } from '../sign-in/downloads.ts';

/** Who did what, under which rules: the whole log, one entry a line, for operators. */
@NotApi()
@Controller('exploitation/journal.ndjson')
export class AuditController {
  constructor(private readonly downloads: Downloads) {}

  @Get()
  async download(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.downloads.send(request, reply, '/api/v1/editorial/audit', 'essaim-journal.ndjson');
  }
}
