import { Controller, Get, Header, Query } from '@nestjs/common';
import { z } from 'zod';
import { filter } from '#contracts';
import { checked, Now, Public } from '#platform';
import { PublicOrigin } from '../public-origin.ts';
import { AnnouncementRepository } from './announcement.repository.ts';
import { ListQuery } from './list-query.ts';
import { lastMonths, monthOf, periodOf } from './months.ts';

const position = z.tuple([z.iso.datetime(), z.string()]);
const options = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
});
const monthsShown = 12;
const titlesShown = 3;

/** What was told, month by month. */
@Controller('api/v1')
@Public()
export class AnnouncementsController {
  constructor(
    private readonly announcements: AnnouncementRepository,
    private readonly origin: PublicOrigin,
  ) {}

  @Get('announcements')
  @Header('cache-control', 'public, no-cache')
  async list(@Query() query: Record<string, unknown>) {
    const asked = new ListQuery(query, position, options);
    const { limit, after } = asked.page;
    const period = asked.options.month ? periodOf(asked.options.month) : undefined;
    const [items, total] = await Promise.all([
      this.announcements.newest(asked.filter, limit, period, after),
      this.announcements.count(asked.filter, period),
    ]);
    const last = items.length === limit ? items.at(-1) : undefined;
    return {
      items: items.map(({ _id, kind, at, resource }) => ({
        id: _id,
        kind,
        at,
        resource: this.origin.resource(resource),
      })),
      total,
      next: asked.next(this.origin, '/api/v1/announcements', last ? [last.at.toISOString(), last._id] : null),
    };
  }

  /** Months in which something was told, the last first. */
  @Get('announcements/months')
  @Header('cache-control', 'public, no-cache')
  async months(@Query() query: Record<string, unknown>) {
    return { items: await this.announcements.perMonth(checked(filter, query)) };
  }

  /** What following a filter would bring, before anyone subscribes. */
  @Get('filters/preview')
  @Header('cache-control', 'public, no-cache')
  async preview(@Query() query: Record<string, unknown>, @Now() now: Date) {
    const wanted = checked(filter, query);
    const months = lastMonths(monthOf(now), monthsShown);
    const since = { from: periodOf(months[0] as string).from, until: periodOf(months.at(-1) as string).until };
    const [total, counts, latest] = await Promise.all([
      this.announcements.count(wanted),
      this.announcements.perMonth(wanted, since),
      this.announcements.newest(wanted, titlesShown),
    ]);
    const countOf = new Map(counts.map(({ month, count }) => [month, count]));
    return {
      total,
      perMonth: months.map((month) => ({ month, count: countOf.get(month) ?? 0 })),
      latest: latest.map(({ at, resource }) => {
        const { id, title, url } = this.origin.resource(resource);
        return { id, title, url, publishedAt: at };
      }),
    };
  }
}
