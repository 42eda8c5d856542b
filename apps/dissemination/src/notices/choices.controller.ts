import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Now, Public } from '#platform';
import { NewsletterTokens } from '../newsletters/subscribers/newsletter-tokens.ts';
import { expiredLink, pageTemplate } from '../newsletters/subscribers/pages.ts';
import { sendPage } from '../newsletters/subscribers/send-page.ts';
import { NoticeChoiceRepository } from './choice.repository.ts';
import { groupNames, type NoticeGroup, noticeGroups } from './choices.ts';

const choicesPage = pageTemplate('notices');

/** What a member is told by mail: behind a link in each notice, that shows nothing else of them. Looking changes nothing. */
@Controller('newsletters/notices/:token')
@Public()
export class NoticeChoicesController {
  constructor(
    private readonly choices: NoticeChoiceRepository,
    private readonly tokens: NewsletterTokens,
  ) {}

  @Get()
  async show(@Param('token') token: string, @Res() reply: FastifyReply) {
    const person = this.tokens.read('notices', token);
    if (!person) return sendPage(reply, 410, expiredLink);
    return sendPage(reply, 200, pageOf(await this.choices.declinedBy(person), ''));
  }

  /** Those that are ticked are told; an empty form declines all that may be. */
  @Post()
  @HttpCode(200)
  async choose(@Param('token') token: string, @Body() body: unknown, @Now() now: Date, @Res() reply: FastifyReply) {
    const person = this.tokens.read('notices', token);
    if (!person) return sendPage(reply, 410, expiredLink);
    // Something odd that a mail program posted is no choice.
    if (!(body instanceof URLSearchParams)) return this.show(token, reply);
    const told = body.getAll('told');
    const declined = groupNames.filter((group) => !told.includes(group));
    await this.choices.keep(person, declined, now);
    return sendPage(reply, 200, pageOf(declined, 'Votre choix est enregistré.'));
  }
}

const pageOf = (declined: readonly NoticeGroup[], done: string): string =>
  choicesPage({
    title: 'Ce que l’on me signale',
    done,
    groups: groupNames.map((name) => ({ name, label: noticeGroups[name], isTold: !declined.includes(name) })),
  });
