import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MaybeCaller, type Principal } from '#access';
import { filter } from '#contracts';
import { checked, Public } from '#platform';
import { CatalogueRepository } from '../catalogue/catalogue.repository.ts';
import { serveText } from '../feeds/serve-document.ts';
import { PublicOrigin } from '../public-origin.ts';
import { fundingCalendar } from './funding-calendar.ts';
import { MeetingRepository } from './meeting.repository.ts';
import { meetingFilter, meetingsCalendar, meets } from './meetings-calendar.ts';

const mostEvents = 1_000;
const mediaType = 'text/calendar; charset=utf-8';
const born = new Date('2026-01-01T00:00:00.000Z');

/** Calendars to subscribe to. */
@Controller('feeds')
@Public()
export class CalendarsController {
  constructor(
    private readonly meetings: MeetingRepository,
    private readonly catalogue: CatalogueRepository,
    private readonly origin: PublicOrigin,
  ) {}

  @Get('meetings.ics')
  async listMeetings(
    @Query() query: Record<string, unknown>,
    @MaybeCaller() caller: Principal | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const wanted = checked(meetingFilter, query);
    const found = (await this.meetings.all(mostEvents)).filter((meeting) => meets(wanted, meeting));
    const text = meetingsCalendar(this.origin, found, caller !== undefined);
    const changedAt = latest(found.map((meeting) => meeting.changedAt));
    // With a key it says more: no shared cache may keep that.
    const headers = {
      vary: 'Accept-Encoding, Authorization',
      ...(caller ? { 'cache-control': 'private, no-cache' } : {}),
    };
    await serveText(request, reply, { text, changedAt }, mediaType, headers);
  }

  @Get('funding.ics')
  async listFunding(
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const found = await this.catalogue.funding(checked(filter, query), mostEvents);
    const text = fundingCalendar(this.origin, found);
    await serveText(request, reply, { text, changedAt: latest(found.map(({ stateAt }) => stateAt)) }, mediaType);
  }
}

const latest = (dates: readonly Date[]): Date =>
  new Date(Math.max(born.getTime(), ...dates.map((date) => date.getTime())));
