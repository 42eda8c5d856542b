import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { canonicalQuery, type ResourceFilter } from '#contracts';
import { Unavailable } from '#platform';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { type Site, siteFacts } from '../pages/site.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { wantedOf } from '../search/wanted.ts';
import { Services } from '../services/services.ts';
import { defaultRhythm, type RhythmFields, rhythmAsked } from './frequencies.ts';
import { isProven } from './proof-of-work.ts';
import { type Attempt, subscriptionView } from './subscription.view.ts';

const template = new URL('./subscription.hbs', import.meta.url);

/** What the form posts. `site` is for programs that fill in everything: people never see it. */
const posted = z.object({
  email: z.string().trim().max(400).default(''),
  frequency: z.string().max(20).default(defaultRhythm.frequency),
  weekday: z.string().max(2).default(defaultRhythm.weekday),
  monthday: z.string().max(2).default(defaultRhythm.monthday),
  hour: z.string().max(2).default(defaultRhythm.hour),
  timeZone: z.string().max(60).default(defaultRhythm.timeZone),
  site: z.string().max(400).default(''),
  proof: z.string().max(40).default('').catch(''),
});
const refusal = z.object({ errors: z.array(z.object({ pointer: z.string(), detail: z.string() })) });

/** « S’abonner »: a filter, how much it brings, and every way to follow it. */
@NotApi()
@Controller('abonnement')
export class SubscriptionsController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly services: Services,
    @Inject(siteFacts) private readonly site: Site,
  ) {}

  @Get()
  @HtmlPage(template)
  show(@Query() query: Record<string, unknown>) {
    return this.view(wantedOf(query), null);
  }

  @Get('envoye')
  @HtmlPage(new URL('./asked.hbs', import.meta.url))
  asked() {
    return {
      title: 'Confirmez votre abonnement',
      isHidden: true,
      breadcrumb: [{ label: 'S’abonner', path: '/abonnement' }],
    };
  }

  @Post()
  @HtmlPage(template)
  async subscribe(
    @Query() query: Record<string, unknown>,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const form = posted.safeParse(body ?? {}).data ?? posted.parse({});
    const wanted = wantedOf(query);
    const { email, site, proof, ...rhythm } = form;
    const errors = site ? [] : await this.ask({ email, proof }, rhythm, wanted, request);
    if (errors.length === 0) return void reply.redirect('/abonnement/envoye', 303);
    void reply.status(422);
    return this.view(wanted, { email, rhythm, errors });
  }

  private async ask(
    { email, proof }: { readonly email: string; readonly proof: string },
    rhythm: RhythmFields,
    filter: ResourceFilter,
    { ip, headers }: FastifyRequest,
  ): Promise<Attempt['errors']> {
    if (!email) return [{ id: 'email', message: 'Indiquez votre adresse électronique.' }];
    const { status, body } = await this.services.ask('dissemination', '/api/v1/subscriptions', {
      method: 'POST',
      body: { email, ...rhythmAsked(rhythm), filter },
      from: { ip, userAgent: headers['user-agent'] },
      // Without script there is no work: such forms are counted more strictly.
      headers: isProven(proof, email, new Date()) ? {} : { 'essaim-form': 'unproven' },
    });
    if (status === 202) return [];
    if (status === 429) return [{ id: 'email', message: 'Trop de demandes : réessayez un peu plus tard.' }];
    const refused = refusal.safeParse(body);
    if (status !== 422 || !refused.success) throw new Unavailable();
    return refused.data.errors.map(({ pointer, detail }) =>
      pointer === '/email'
        ? { id: 'email', message: 'Cette adresse n’a pas la forme nom@domaine.fr.' }
        : { id: /^\/(?:frequency|at)/.test(pointer) ? 'rythme' : '', message: detail },
    );
  }

  private async view(wanted: ResourceFilter, attempt: Attempt | null) {
    const preview = await this.catalogue.preview(canonicalQuery(wanted));
    return subscriptionView(this.site.origin, wanted, preview, attempt);
  }
}
