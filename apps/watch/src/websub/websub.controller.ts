import { Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { Wake } from '#messaging';
import { NotFound, Now, Public } from '#platform';
import { pollWake } from '../polling/poll-sources.ts';
import { StateRepository } from '../polling/state.repository.ts';
import { HubSubscriptions } from './subscriptions.ts';

/** A push makes its source due, at most this often. */
const restMs = 60_000;

/**
 * Where hubs call (WebSub §5.3, §7). What they push is not read: it says that there is something new, which is then fetched from
 * the publisher itself, so that nobody’s word is taken for a publisher’s.
 */
@Controller('api/v1/watch/websub')
@Public()
export class WebSubController {
  constructor(
    private readonly subscriptions: HubSubscriptions,
    private readonly states: StateRepository,
    private readonly wake: Wake,
  ) {}

  @Get(':token')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('x-content-type-options', 'nosniff')
  @ApiProduces('text/plain')
  async verify(
    @Param('token') token: string,
    @Query() query: Record<string, unknown>,
    @Now() now: Date,
  ): Promise<string> {
    const said = (name: string): string =>
      typeof query[`hub.${name}`] === 'string' ? String(query[`hub.${name}`]) : '';
    if (said('mode') === 'denied') {
      const denied = await this.subscriptions.byToken(token);
      if (!denied) throw new NotFound();
      await this.subscriptions.deny(token);
      await this.states.pushedUntil(denied.source, null);
      return '';
    }
    if (said('mode') !== 'subscribe' || !/^[\x21-\x7e]{1,500}$/.test(said('challenge'))) throw new NotFound();
    const confirmed = await this.subscriptions.confirm(token, said('topic'), said('lease_seconds'), now);
    if (!confirmed) throw new NotFound();
    await this.states.pushedUntil(confirmed.source, confirmed.leaseUntil);
    return said('challenge');
  }

  @Post(':token')
  @HttpCode(202)
  async push(@Param('token') token: string, @Now() now: Date) {
    const subscription = await this.subscriptions.byToken(token);
    if (subscription?.status !== 'active') throw new NotFound();
    const { _id, pushedAt, source } = subscription;
    if (!pushedAt || now.getTime() - pushedAt.getTime() > restMs) {
      await this.subscriptions.model.updateOne({ _id } as never, { $set: { pushedAt: now } } as never);
      await this.states.pushed(source, now);
      this.wake.call(pollWake);
    }
    return { heard: true };
  }
}
