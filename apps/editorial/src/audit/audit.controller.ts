import { Readable } from 'node:stream';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { Roles } from '#access';
import { moment } from '#contracts';
import { AuditLog } from './audit-log.ts';

const exportQuery = z.strictObject({ since: moment.optional() });

/** The audit log, for operators. */
@Controller('api/v1/editorial')
@Roles('operator')
export class AuditController {
  constructor(private readonly log: AuditLog) {}

  /** One entry a line (NDJSON), from the oldest on. */
  @Get('audit')
  export(@Query({ schema: exportQuery }) { since }: z.output<typeof exportQuery>): StreamableFile {
    const entries = this.log.since(new Date(since ?? 0));
    return new StreamableFile(Readable.from(lines(entries)), {
      type: 'application/x-ndjson; charset=utf-8',
      disposition: 'attachment; filename="essaim-audit.ndjson"',
    });
  }
}

async function* lines(entries: AsyncIterable<{ readonly _id: string }>): AsyncGenerator<string> {
  for await (const { _id: id, ...entry } of entries) yield `${JSON.stringify({ id, ...entry })}\n`;
}
