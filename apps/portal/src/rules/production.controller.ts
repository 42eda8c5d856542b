import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { creationOf, type Sent } from '../contribute/content.ts';
import { sentOf } from '../contribute/step.view.ts';
import { type Choices, Vocabularies } from '../contribute/vocabularies.ts';
import { guidedView, refusalFor } from '../forms/guided.ts';
import { needed } from '../forms/refused.ts';
import { Directory } from '../networks/directory.ts';
import { frenchDate, spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { operatorOnly } from '../sign-in/operator-only.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { type Preview, previewInWords, productionFields } from './production.view.ts';

interface ProductionRules extends Record<string, unknown> {
  readonly version: number;
  readonly activeFrom: string;
  readonly explanation: string;
}
interface Tried {
  readonly sent?: Sent;
  readonly refusal?: Refusal | undefined;
  readonly preview?: Preview;
  readonly notice?: string | undefined;
}

const template = new URL('./production.hbs', import.meta.url);
const here = '/exploitation/production';
const api = '/api/v1/submission/policy';
const modes = [
  { id: 'open', label: 'Ouverte à tous' },
  { id: 'circles', label: 'Réservée à des cercles' },
  { id: 'allow-list', label: 'Réservée à une liste de réseaux' },
];

/** Who may contribute, and where: an operator tries other rules, and then puts them in force. */
@NotApi()
@Controller('exploitation/production')
export class ProductionController {
  constructor(
    private readonly acting: ActingApi,
    private readonly vocabularies: Vocabularies,
    private readonly directory: Directory,
  ) {}

  @Get()
  @HtmlPage(template)
  async show(@Query('fait') done: unknown, @SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    operatorOnly(visitor);
    const notice = done === undefined ? undefined : 'Ces règles sont enregistrées.';
    return this.view(request, { notice });
  }

  /** Shows what would have changed; with `activer`, adds the version. */
  @Post()
  @HttpCode(200)
  @HtmlPage(template)
  async tryOut(
    @Body() form: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    operatorOnly(visitor);
    const sent = sentOf(form);
    const body = creationOf(productionFields, sent);
    if (sent.activer) {
      const refusal = refusalFor(await this.acting.call(request, 'POST', api, { body }));
      if (!refusal) return seeOther(reply, `${here}?fait`);
      void reply.status(refusal.status);
      return this.view(request, { sent, refusal });
    }
    const tried = await this.acting.call<Preview>(request, 'POST', `${api}/preview`, { body });
    if (tried.done) return this.view(request, { sent, preview: tried.body });
    const refusal = refusalFor(tried);
    void reply.status(refusal?.status ?? 422);
    return this.view(request, { sent, refusal });
  }

  private async view(request: FastifyRequest, { sent, refusal, preview, notice }: Tried) {
    const [found, choices, networks] = await Promise.all([
      this.acting.call<{ current: ProductionRules; versions: readonly ProductionRules[] }>(request, 'GET', api),
      this.vocabularies.choices(),
      this.directory.all(),
    ]);
    const { current, versions } = needed(found);
    // What is coming is what is being changed.
    const latest = versions.at(-1) ?? current;
    const view = guidedView({
      title: 'Qui peut contribuer',
      fields: productionFields,
      required: new Set(['explanation', 'mode', 'enabledTerritories']),
      choices: withModes(choices),
      networks: networks ?? [],
      content: { ...latest, explanation: '', activeFrom: undefined },
      sent,
      refusal,
      button: '',
      action: here,
      cancelPath: here,
      trail: [{ label: 'Réseaux et membres', path: '/exploitation/reseaux' }],
    });
    return {
      ...view,
      notice,
      explanation: spaced(current.explanation),
      version: current.version,
      activeFrom: frenchDate(current.activeFrom),
      preview: preview && previewInWords(preview),
    };
  }
}

const withModes = (choices: Choices): Choices => ({
  ...choices,
  termsOf: (vocabulary) => (vocabulary === 'mode' ? modes : choices.termsOf(vocabulary)),
});
