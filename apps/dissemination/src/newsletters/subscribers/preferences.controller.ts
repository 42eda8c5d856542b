import { Body, Controller, Get, Ip, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { checked, InvalidFields, NotFound, Now, Problem, Public, truncatedAddress, Unavailable } from '#platform';
import { ToldMember } from '../../notices/told-member.ts';
import { ChangePreferences } from './change-preferences.ts';
import { ExportSubject } from './export-subject.ts';
import { NewsletterTokens } from './newsletter-tokens.ts';
import { erased, expiredLink, pageTemplate } from './pages.ts';
import { actionOf, type PreferencesAction, preferencesAction } from './preferences.form.ts';
import { type PreferencesError, preferencesView } from './preferences.view.ts';
import { sendPage } from './send-page.ts';
import { SubscriberRepository } from './subscriber.repository.ts';

const preferencesPage = pageTemplate<ReturnType<typeof preferencesView> & { readonly noticesUrl: string | null }>(
  'preferences',
);

const done: Readonly<Record<PreferencesAction['action'], string>> = {
  add: 'L’abonnement est ajouté.',
  change: 'L’abonnement est modifié.',
  pause: 'L’abonnement est en pause.',
  resume: 'L’abonnement reprend.',
  confirm: 'L’abonnement est confirmé.',
  remove: 'L’abonnement est retiré.',
  leave: 'Vous ne recevrez plus rien.',
  erase: '',
};

/** The page of one's preferences, behind a link that was mailed: looking changes nothing, its buttons do. */
@Controller('newsletters/preferences/:token')
@Public()
export class PreferencesController {
  constructor(
    private readonly subscribers: SubscriberRepository,
    private readonly change: ChangePreferences,
    private readonly exports: ExportSubject,
    private readonly tokens: NewsletterTokens,
    private readonly members: ToldMember,
  ) {}

  @Get()
  async show(
    @Param('token') token: string,
    @Query('fait') what: unknown,
    @Now() now: Date,
    @Res() reply: FastifyReply,
  ) {
    if (what === 'erase') return sendPage(reply, 200, erased);
    const words = typeof what === 'string' && Object.hasOwn(done, what) ? done[what as keyof typeof done] : '';
    return this.page(reply, token, now, 200, words);
  }

  @Post()
  async act(
    @Param('token') token: string,
    @Body() body: unknown,
    @Ip() ip: string,
    @Now() now: Date,
    @Res() reply: FastifyReply,
  ) {
    const person = this.tokens.readPreferences(token, now);
    if (!person || !(await this.subscribers.find(person))) return sendPage(reply, 410, expiredLink);
    try {
      const form = body instanceof URLSearchParams ? body : new URLSearchParams();
      const wanted = checked(preferencesAction, actionOf(form));
      await this.change.execute(person, wanted, now, { via: 'preferences', from: truncatedAddress(ip) });
      // So that reloading the page does not do it again.
      return reply.redirect(`${pathOf(token)}?fait=${wanted.action}`, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return this.page(reply, token, now, error.status === 404 ? 422 : error.status, '', errorsOf(error));
    }
  }

  /** Everything that is known of a person, for that person (RGPD, art. 15 and 20). */
  @Get('export')
  async export(@Param('token') token: string, @Now() now: Date, @Res() reply: FastifyReply) {
    const person = this.tokens.readPreferences(token, now);
    const known = person && (await this.exports.execute(person));
    if (!known) throw new NotFound();
    return reply
      .headers({
        'cache-control': 'no-store',
        'content-disposition': 'attachment; filename="essaim-mes-donnees.json"',
        'referrer-policy': 'no-referrer',
      })
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(known, null, 2));
  }

  private async page(
    reply: FastifyReply,
    token: string,
    now: Date,
    status: number,
    words: string,
    errors: readonly PreferencesError[] = [],
  ) {
    const id = this.tokens.readPreferences(token, now);
    const person = id && (await this.subscribers.find(id));
    if (!person) return sendPage(reply, 410, expiredLink);
    const noticesUrl = await this.noticesUrl(person.owner ?? person.email);
    const view = { ...preferencesView(person, pathOf(token), words, errors), noticesUrl };
    return sendPage(reply, status, preferencesPage(view));
  }

  /** The page is of use without it, where nobody can tell now. */
  private async noticesUrl(email: string): Promise<string | null> {
    try {
      return await this.members.choicesLink(email);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return null;
    }
  }
}

const pathOf = (token: string): string => `/newsletters/preferences/${token}`;

const errorsOf = (problem: Problem): PreferencesError[] =>
  problem instanceof InvalidFields
    ? problem.errors.map(({ detail }) => ({ message: detail.fr }))
    : [{ message: problem.detail.fr }];
