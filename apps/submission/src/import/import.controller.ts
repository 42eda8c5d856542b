import { Body, Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { line } from '#contracts';
import { Now } from '#platform';
import { ImportContributions } from './import-contributions.ts';
import { rowsOfCsv, rowsOfNdjson, UnreadableImport } from './rows.ts';

const flag = z.stringbool().default(false);
const options = z.strictObject({ submit: flag, dryRun: flag, atomic: flag, network: line(80).optional() });

/** Many contributions at once, as drafts unless asked otherwise. */
@Controller('api/v1/contributions/import')
export class ImportController {
  constructor(private readonly importContributions: ImportContributions) {}

  /** 200 with a report, row by row; 422 when all or none were wanted, and it is none. */
  @Post()
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
    const report = await this.importContributions.execute(rows, { ...query, network: query.network }, caller, now);
    if (query.atomic && report.counts.refused) reply.status(422);
    return report;
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
