import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify';
import type { PublicResource, ResourceFilter } from '#contracts';
import { CatalogueRepository } from '../catalogue/catalogue.repository.ts';
import { PublicOrigin } from '../public-origin.ts';
import { resourceRow } from './resource-row.ts';

export const exportTypes = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const;
export type ExportFormat = keyof typeof exportTypes;

/** The format that a client asks for by name; undefined for JSON, and whatever else. */
export const exportFormatOf = (accept = ''): ExportFormat | undefined => {
  if (/\btext\/csv\b/i.test(accept)) return 'csv';
  return /\bapplication\/x-ndjson\b/i.test(accept) ? 'ndjson' : undefined;
};

/** Everything that a filter finds, row by row: memory does not grow with it. */
@Injectable()
export class ExportResources {
  constructor(
    private readonly catalogue: CatalogueRepository,
    private readonly origin: PublicOrigin,
  ) {}

  execute(format: ExportFormat, wanted: ResourceFilter): Readable {
    const resources = Readable.from(this.each(wanted));
    if (format === 'ndjson') return Readable.from(lines(resources));
    // What a spreadsheet would take for a formula is quoted.
    const table = stringify({ header: true, bom: true, record_delimiter: 'windows', escape_formulas: true });
    resources.on('error', (error) => table.destroy(error));
    return Readable.from(rows(resources)).pipe(table);
  }

  private async *each(wanted: ResourceFilter): AsyncGenerator<PublicResource> {
    for await (const { resource } of this.catalogue.each(wanted)) yield this.origin.resource(resource);
  }
}

async function* lines(resources: AsyncIterable<PublicResource>): AsyncGenerator<string> {
  for await (const resource of resources) yield `${JSON.stringify(resource)}\n`;
}

async function* rows(resources: AsyncIterable<PublicResource>): AsyncGenerator<Record<string, string | number>> {
  for await (const resource of resources) yield resourceRow(resource);
}
