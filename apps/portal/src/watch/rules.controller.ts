import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Now } from '#platform';
import { needed } from '../forms/refused.ts';
import { linesOf, textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { ruleFrom, rulesForm } from './rules.form.ts';
import { type AlertFacts, type RuleFacts, rulesView, type TrialFacts, trialView } from './rules.view.ts';

const page = new URL('./rules.hbs', import.meta.url);
const rulesApi = '/api/v1/watch/rules';
const alertsApi = '/api/v1/watch/alerts';
const home = '/veille/regles';

/** The rules that all who watch share, tried before they act; and one’s own alerts. */
@NotApi()
@Controller('veille/regles')
export class WatchRulesController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(page)
  async show(@Query('fait') done: unknown, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return this.view(request, { done: String(done ?? '') });
  }

  @Post('essai')
  @HttpCode(200)
  @HtmlPage(page)
  async tryOut(
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const rule = ruleFrom(form, now);
    const tried = await this.api.call<TrialFacts>(request, 'POST', `${rulesApi}/trials`, { body: { rules: [rule] } });
    if (tried.done) return this.view(request, { form, trial: trialView(rule, tried.body) });
    void reply.status(tried.refusal.status);
    return this.view(request, { form, refusal: tried.refusal });
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(page)
  async add(@Body() form: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const rule = ruleIn(textOf(form, 'regle'));
    const acted = await this.replace(request, (rules) => (rule ? [...rules, rule] : rules));
    if (acted.done) return seeOther(reply, `${home}?fait=regle`);
    void reply.status(acted.refusal.status);
    return this.view(request, { refusal: acted.refusal });
  }

  @Post([':id/pause', ':id/reprise', ':id/retrait'])
  @HttpCode(303)
  async change(
    @Param('id') id: string,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const deed = request.routeOptions.url?.split('/').at(-1) ?? '';
    const changed = (rule: RuleFacts) => (rule.id === id ? { ...rule, isActive: deed === 'reprise' } : rule);
    needed(
      await this.replace(request, (rules) =>
        deed === 'retrait' ? rules.filter((rule) => rule.id !== id) : rules.map(changed),
      ),
    );
    return seeOther(reply, `${home}?fait=${deed}`);
  }

  @Post('alertes')
  @HttpCode(200)
  @HtmlPage(page)
  async alert(@Body() form: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const urgency = textOf(form, 'urgency') === 'now' ? 'now' : 'digest';
    const body = { keywords: linesOf(form, 'keywords'), urgency };
    const acted = await this.api.call(request, 'POST', alertsApi, { body });
    if (acted.done) return seeOther(reply, `${home}?fait=alerte`);
    void reply.status(acted.refusal.status);
    return this.view(request, { refusal: acted.refusal });
  }

  @Post('alertes/:id/retrait')
  @HttpCode(303)
  async forget(
    @Param('id') id: string,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    needed(await this.api.call(request, 'DELETE', `${alertsApi}/${encodeURIComponent(id)}`));
    return seeOther(reply, `${home}?fait=alerte-retrait`);
  }

  private async replace(request: FastifyRequest, change: (rules: readonly RuleFacts[]) => readonly RuleFacts[]) {
    const seen = await this.api.call<{ rules: readonly RuleFacts[] }>(request, 'GET', rulesApi);
    const { rules } = needed(seen);
    const headers = { 'if-match': (seen.done && seen.etag) || '' };
    return this.api.call(request, 'PUT', rulesApi, { body: { rules: change(rules) }, headers });
  }

  private async view(
    request: FastifyRequest,
    { done = '', form = {}, trial, refusal }: { done?: string; form?: unknown; trial?: object; refusal?: Refusal },
  ) {
    const [rules, alerts] = await Promise.all([
      this.api.call<{ rules: readonly RuleFacts[] }>(request, 'GET', rulesApi).then(needed),
      this.api.call<{ items: readonly AlertFacts[] }>(request, 'GET', alertsApi).then(needed),
    ]);
    const errors = refusal?.errors.map(({ message }) => ({ id: '', message: spaced(message) })) ?? [];
    return {
      ...rulesView(rules.rules, alerts.items, done),
      form: { ...rulesForm(form), errorAt: {} },
      trial,
      errors: refusal && errors.length === 0 ? [{ id: '', message: spaced(refusal.detail) }] : errors,
      rhythms: [
        { value: 'digest', label: 'Dans le courrier du jour', isChosen: true },
        { value: 'now', label: 'Tout de suite' },
      ],
    };
  }
}

/** What a form brought back; what is no rule is left for the API to refuse. */
const ruleIn = (json: string): RuleFacts | null => {
  try {
    return JSON.parse(json) as RuleFacts;
  } catch {
    return null;
  }
};
