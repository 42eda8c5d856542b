import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Now, Public } from '#platform';
import { NewsletterTokens } from './newsletter-tokens.ts';
import { askToConfirm, askToUnsubscribe, confirmed, expiredLink, unsubscribed } from './pages.ts';
import { Subscribe } from './subscribe.ts';
import { SubscriptionRepository } from './subscription.repository.ts';
import { confirmationDays, type NewSubscription, newSubscription, type Subscription } from './subscription.ts';

/**
 * Subscribing by mail. Looking changes nothing: mail scanners open every link, people press the button. The token is
 * the only credential of the two POSTs, which take any body (RFC 8058).
 */
@Controller()
@Public()
export class NewslettersController {
  constructor(
    private readonly subscribe: Subscribe,
    private readonly subscriptions: SubscriptionRepository,
    private readonly tokens: NewsletterTokens,
  ) {}

  @Post('api/v1/subscriptions')
  @HttpCode(202)
  async ask(@Body({ schema: newSubscription }) wanted: NewSubscription, @Now() now: Date) {
    await this.subscribe.execute(wanted, now);
    return {
      status: 'accepted',
      detail: 'Si cette adresse est la vôtre, ouvrez le message qui vient d’y être envoyé.',
    };
  }

  @Get('newsletters/confirm/:token')
  async showConfirm(@Param('token') token: string, @Now() now: Date, @Res() reply: FastifyReply) {
    const subscription = await this.subscriptionOf('confirm', token);
    if (subscription?.status === 'confirmed') return html(reply, 200, confirmed);
    return isOpen(subscription, now) ? html(reply, 200, askToConfirm) : html(reply, 410, expiredLink);
  }

  @Post('newsletters/confirm/:token')
  async confirm(@Param('token') token: string, @Now() now: Date, @Res() reply: FastifyReply) {
    const subscription = await this.subscriptionOf('confirm', token);
    if (subscription?.status === 'confirmed') return html(reply, 200, confirmed);
    if (!subscription || !isOpen(subscription, now)) return html(reply, 410, expiredLink);
    await this.subscriptions.confirm(subscription._id, now);
    return html(reply, 200, confirmed);
  }

  @Get('newsletters/unsubscribe/:token')
  async showUnsubscribe(@Param('token') token: string, @Res() reply: FastifyReply) {
    const subscription = await this.subscriptionOf('unsubscribe', token);
    return html(reply, 200, subscription?.status === 'unsubscribed' ? unsubscribed : askToUnsubscribe);
  }

  /** The same answer to every token: nobody learns from it who receives. */
  @Post('newsletters/unsubscribe/:token')
  async unsubscribe(@Param('token') token: string, @Now() now: Date, @Res() reply: FastifyReply) {
    const id = this.tokens.read('unsubscribe', token);
    if (id) await this.subscriptions.unsubscribe(id, now);
    return html(reply, 200, unsubscribed);
  }

  private async subscriptionOf(purpose: 'confirm' | 'unsubscribe', token: string): Promise<Subscription | null> {
    const id = this.tokens.read(purpose, token);
    return id ? this.subscriptions.find(id) : null;
  }
}

const isOpen = (subscription: Subscription | null, now: Date): boolean =>
  subscription?.status === 'pending' &&
  now.getTime() - subscription.askedAt.getTime() < confirmationDays * 24 * 3600 * 1000;

const html = async (reply: FastifyReply, status: number, body: string): Promise<void> => {
  await reply
    .status(status)
    .headers({
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      // The address holds a token: it goes nowhere else.
      'referrer-policy': 'no-referrer',
    })
    .type('text/html; charset=utf-8')
    .send(body);
};
