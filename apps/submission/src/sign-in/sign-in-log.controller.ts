import { Controller, Get, Header, Query } from '@nestjs/common';
import { z } from 'zod';
import { Roles } from '#access';
import { line } from '#contracts';
import { paging } from '#platform';
import { type SignInEntry, SignInLog } from './sign-in-log.ts';

const listQuery = z.strictObject({ ...paging, person: line(80).optional() });

/** Who signed in, who was refused, which sessions were closed: for operators. */
@Controller('api/v1/submission/sign-ins')
@Roles('operator')
export class SignInLogController {
  constructor(private readonly log: SignInLog) {}

  @Get()
  @Header('cache-control', 'no-store')
  async list(@Query({ schema: listQuery }) { limit, cursor, person }: z.output<typeof listQuery>) {
    const { items, total } = await this.log.list({ person, before: cursor, limit });
    const last = items.length === limit ? items.at(-1)?._id : undefined;
    const query = new URLSearchParams({ limit: String(limit), cursor: last ?? '', ...(person ? { person } : {}) });
    return { items: items.map(view), total, next: last ? `/api/v1/submission/sign-ins?${query}` : null };
  }
}

const view = ({ _id, at, ...entry }: SignInEntry) => ({ id: _id, at: at.toISOString(), ...entry });
