import { Body, Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { line } from '#contracts';
import { Now } from '#platform';
import { ImportContributions, noneTaken } from './import-contributions.ts';
import { rowsOfCsv, rowsOfNdjson, UnreadableImport } from './rows.ts';
import { WholeImports } from './whole-imports.ts';

const flag = z.stringbool().default(false);
const options = z.strictObject({ submit: flag, dryRun: flag, atomic: flag, network: line(80).optional() });

/** Many contributions at once, as drafts unless asked otherwise. */
@Controller('api/v1/contributions/import')
export class ImportController {
  constructor(
    private readonly importContributions: ImportContributions,
    private readonly wholeImports: WholeImports,
  ) {}

  /** 200 with a report, row by row; 422 when all or none were wanted, and it is none. */
  @Post()
  @ApiConsumes('application/x-ndjson', 'text/csv')
  @ApiBody({ schema: { type: 'string' } })
  @HttpCode(200)
  @Roles('contributor')
  async take(
    @Body() sent: unknown,
    @Query({ schema: options }) query: z.output<typeof options>,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const rows = rowsOf(sent, request.headers['content-type'] ?? '');
    const { submit, network, dryRun, atomic } = query;
    const wanted = { submit, network };
    if (!dryRun && !atomic) return this.importContributions.take(rows, wanted, caller, now);
    const checked = await this.importContributions.check(rows, wanted, caller, now);
    if (dryRun) return checked;
    if (!checked.counts.refused) return this.wholeImports.apply(rows, wanted, caller, now);
    reply.status(422);
    return noneTaken(checked);
  }
}

const rowsOf = (sent: unknown, type: string) => {
  if (typeof sent !== 'string' || sent.trim() === '') {
    throw new UnreadableImport(
      'Envoyez un tableau CSV (text/csv) ou un objet JSON par ligne (application/x-ndjson).',
      'Send a CSV table (text/csv) or one JSON object a line (application/x-ndjson).',
    );
  }
  return /ndjson/i.test(type) ? rowsOfNdjson(sent) : rowsOfCsv(sent);
};
