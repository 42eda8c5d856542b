import { Body, Controller, Get, Headers, HttpCode, Ip, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { holds, MaybeCaller, type Principal } from '#access';
import { Now, Public, truncatedAddress, Unauthenticated } from '#platform';
import { MailQueue } from '../mail-queue.ts';
import { ConfirmSubscription } from './confirm-subscription.ts';
import { Leave } from './leave.ts';
import { NewsletterTokens } from './newsletter-tokens.ts';
import { askToConfirm, askToUnsubscribe, confirmed, expiredLink, preferencesSent, unsubscribed } from './pages.ts';
import { sendPage } from './send-page.ts';
import { type NewSubscription, newSubscription, Subscribe } from './subscribe.ts';
import { OwnerNeedsRole } from './subscriber.problems.ts';
import { type Addressed, SubscriberRepository } from './subscriber.repository.ts';
import { isOpen } from './subscriber.ts';
import { SubscriptionLimits } from './subscription-limits.ts';

const listKeepers = ['facilitator', 'operator'] as const;

/**
 * Subscribing by mail. Looking changes nothing: mail scanners open every link, people press the button. The token is
 * the only credential of the two POSTs, which take any body (RFC 8058).
 */
@Controller()
@Public()
export class NewslettersController {
  constructor(
    private readonly subscribe: Subscribe,
    private readonly subscribers: SubscriberRepository,
    private readonly confirmation: ConfirmSubscription,
    private readonly leave: Leave,
    private readonly queue: MailQueue,
    private readonly limits: SubscriptionLimits,
    private readonly tokens: NewsletterTokens,
  ) {}

  @Post('api/v1/subscriptions')
  @HttpCode(202)
  async ask(
    @Body({ schema: newSubscription }) wanted: NewSubscription,
    @MaybeCaller() caller: Principal | undefined,
    @Headers('essaim-form') form: string | undefined,
    @Ip() ip: string,
    @Now() now: Date,
  ) {
    if (wanted.owner && !caller) throw new Unauthenticated();
    if (wanted.owner && caller && !listKeepers.some((role) => holds(caller, role))) throw new OwnerNeedsRole();
    await this.subscribe.execute(wanted, { ip, isUnproven: form === 'unproven' }, now);
    return {
      status: 'accepted',
      detail: 'Si cette adresse est la vôtre, ouvrez le message qui vient d’y être envoyé.',
    };
  }

  @Get('newsletters/confirm/:token')
  async showConfirm(@Param('token') token: string, @Now() now: Date, @Res() reply: FastifyReply) {
    const subscription = (await this.addressed('confirm', token))?.subscription;
    if (subscription?.status === 'confirmed') return sendPage(reply, 200, confirmed);
    const isWaiting = subscription && isOpen(subscription, now);
    return isWaiting ? sendPage(reply, 200, askToConfirm) : sendPage(reply, 410, expiredLink);
  }

  @Post('newsletters/confirm/:token')
  async confirm(@Param('token') token: string, @Ip() ip: string, @Now() now: Date, @Res() reply: FastifyReply) {
    const id = this.tokens.read('confirm', token);
    const isDone = id && (await this.confirmation.execute(id, now, { via: 'link', from: truncatedAddress(ip) }));
    return isDone ? sendPage(reply, 200, confirmed) : sendPage(reply, 410, expiredLink);
  }

  @Get('newsletters/unsubscribe/:token')
  async showUnsubscribe(@Param('token') token: string, @Res() reply: FastifyReply) {
    const found = await this.addressed('unsubscribe', token);
    return sendPage(reply, 200, found?.subscription.status === 'unsubscribed' ? unsubscribed : askToUnsubscribe);
  }

  /** The same answer to every token: nobody learns from it who receives. */
  @Post('newsletters/unsubscribe/:token')
  async unsubscribe(
    @Param('token') token: string,
    @Body() body: unknown,
    @Ip() ip: string,
    @Now() now: Date,
    @Res() reply: FastifyReply,
  ) {
    const wantsLink = body instanceof URLSearchParams && body.get('action') === 'preferences';
    if (wantsLink) return this.sendPreferences(token, now, reply);
    const id = this.tokens.read('unsubscribe', token);
    if (id) await this.leave.one(id, now, { via: 'one-click', from: truncatedAddress(ip) });
    return sendPage(reply, 200, unsubscribed);
  }

  /** To the address itself: whoever holds a forwarded mail gets nothing. */
  private async sendPreferences(token: string, now: Date, reply: FastifyReply) {
    const found = await this.addressed('unsubscribe', token);
    if (found && (await this.limits.mayWriteTo(found.person, now))) await this.queue.preferences(found.person, now);
    return sendPage(reply, 200, preferencesSent);
  }

  private async addressed(purpose: 'confirm' | 'unsubscribe', token: string): Promise<Addressed | null> {
    const id = this.tokens.read(purpose, token);
    return id ? this.subscribers.address(id) : null;
  }
}
