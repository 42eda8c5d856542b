import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { distinct, line, term } from '#contracts';
import { newId } from '#persistence';
import { NotFound, Now, Problem } from '#platform';
import { families } from '#taxonomy';
import { type KeywordAlert, KeywordAlerts } from './keyword-alerts.ts';

const givenAlert = z.strictObject({
  keywords: distinct(line(80), { min: 1, max: 20 }),
  family: term(families).nullable().default(null),
  urgency: z.enum(['now', 'digest']).default('digest'),
});
const most = 50;

class TooManyAlerts extends Problem {
  constructor() {
    super('too-many-alerts', 409, {
      fr: `Vous avez déjà ${most} alertes : supprimez-en une.`,
      en: `You have ${most} alerts already.`,
    });
  }
}

/** Somebody’s own alerts: told by mail as soon as a source says their words. */
@Controller('api/v1/watch/alerts')
@Roles('watch-editor', 'facilitator', 'committee-member')
export class AlertsController {
  constructor(private readonly alerts: KeywordAlerts) {}

  @Get()
  async list(@Caller() { id: person }: Principal) {
    const items = await this.alerts.model.find({ person }).sort({ _id: 1 }).limit(most).lean<KeywordAlert[]>();
    return { items: items.map(shown), total: items.length, next: null };
  }

  @Post()
  async add(
    @Body({ schema: givenAlert }) given: z.output<typeof givenAlert>,
    @Caller() { id: person }: Principal,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if ((await this.alerts.model.countDocuments({ person })) >= most) throw new TooManyAlerts();
    const alert: KeywordAlert = { _id: newId(), person, ...given, createdAt: now.toISOString() };
    await this.alerts.model.collection.insertOne(alert as never);
    reply.header('location', `/api/v1/watch/alerts/${alert._id}`);
    return shown(alert);
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Param('id') id: string, @Caller() { id: person }: Principal): Promise<void> {
    const { deletedCount } = await this.alerts.model.deleteOne({ _id: id, person } as never);
    if (deletedCount === 0) throw new NotFound();
  }
}

const shown = ({ _id: id, keywords, family, urgency, createdAt }: KeywordAlert) => ({
  id,
  keywords,
  family,
  urgency,
  createdAt,
});
