import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
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

  /** Those that a mail offered to end are not ticked any more: what is shown is not done yet. */
  @Get()
  async show(@Param('token') token: string, @Query('sans') without: unknown, @Res() reply: FastifyReply) {
    const person = this.tokens.read('notices', token);
    if (!person) return sendPage(reply, 410, expiredLink);
    const declined = await this.choices.declinedBy(person);
    return sendPage(reply, 200, pageOf(token, [...declined, ...groupsIn(without)], ''));
  }

  /** Those that are ticked are told; an empty form declines all that may be. */
  @Post()
  @HttpCode(200)
  async choose(
    @Param('token') token: string,
    @Query('sans') without: unknown,
    @Body() body: unknown,
    @Now() now: Date,
    @Res() reply: FastifyReply,
  ) {
    const person = this.tokens.read('notices', token);
    if (!person) return sendPage(reply, 410, expiredLink);
    const groups = groupsIn(without);
    // The one click of a mail program (RFC 8058): the address says what ends, whatever comes with it.
    if (groups.length > 0) {
      const declined = await this.choices.decline(person, groups, now);
      return sendPage(reply, 200, pageOf(token, declined, chosen));
    }
    // Something odd that a mail program posted is no choice.
    if (!(body instanceof URLSearchParams && body.has('choix'))) return this.show(token, without, reply);
    const told = body.getAll('told');
    const declined = groupNames.filter((group) => !told.includes(group));
    await this.choices.keep(person, declined, now);
    return sendPage(reply, 200, pageOf(token, declined, chosen));
  }
}

const chosen = 'Votre choix est enregistré.';

const groupsIn = (given: unknown): NoticeGroup[] => {
  const asked = typeof given === 'string' ? given.split(',') : [];
  return groupNames.filter((group) => asked.includes(group));
};

const pageOf = (token: string, declined: readonly NoticeGroup[], done: string): string =>
  choicesPage({
    title: 'Ce que l’on me signale',
    path: `/newsletters/notices/${token}`,
    done,
    groups: groupNames.map((name) => ({ name, label: noticeGroups[name], isTold: !declined.includes(name) })),
  });
