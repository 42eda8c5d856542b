import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '#platform';
import { needed } from '../forms/refused.ts';
import { Directory } from '../networks/directory.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { patchOf, type Sent } from './content.ts';
import { ContributionDesk, type ContributionDetail } from './contribution-desk.ts';
import { type Step, stepAfter, stepNamed } from './fields.ts';
import { filesView } from './files.view.ts';
import { OwnChoices, ownVocabularies } from './own-choices.ts';
import { duplicatesView, errorsOf, sentOf, stepPath, stepView } from './step.view.ts';
import { Vocabularies } from './vocabularies.ts';

const page = new URL('./step.hbs', import.meta.url);
const overtaken =
  'Cette contribution a changé entre-temps, ailleurs. Vos réponses sont encore dans le formulaire : relisez-les, puis enregistrez de nouveau.';

interface Stood {
  readonly sent?: Sent;
  readonly errors?: Refusal['errors'];
  readonly notice?: string | undefined;
}

/** The steps of a draft: each is a plain form that edits it. */
@NotApi()
@Controller('contribuer/:id/:step')
export class DraftController {
  constructor(
    private readonly desk: ContributionDesk,
    private readonly vocabularies: Vocabularies,
    private readonly directory: Directory,
    private readonly own: OwnChoices,
  ) {}

  /** `verifier` says what is missing at this step. */
  @Get()
  @HtmlPage(page)
  async show(
    @Param('id') id: string,
    @Param('step') slug: string,
    @Query('verifier') isChecked: unknown,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
  ) {
    const step = stepOr404(slug);
    const errors = isChecked === undefined ? [] : await this.desk.obstacles(request, id);
    return this.form(request, id, step, { errors });
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(page)
  async save(
    @Param('id') id: string,
    @Param('step') slug: string,
    @Body() body: unknown,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const step = stepOr404(slug);
    const sent = sentOf(body);
    const saved = await this.keep(request, id, step, sent);
    if (!saved.done) {
      if (saved.refusal.status !== 422 && saved.refusal.status !== 412) needed(saved);
      void reply.status(saved.refusal.status);
      const notice = saved.refusal.status === 412 ? overtaken : undefined;
      return this.form(request, id, step, { sent, errors: saved.refusal.errors, notice });
    }
    if (sent.suite === 'plus-tard') return seeOther(reply, '/contributions?fait=enregistree');
    const errors = await this.desk.obstacles(request, id);
    if (sent.suite === 'passer' || errorsOf(step, errors).size === 0)
      return seeOther(reply, stepPath(id, stepAfter(slug)));
    void reply.status(422);
    return this.form(request, id, step, {
      errors,
      notice: 'C’est enregistré. Il manque encore quelque chose à cette étape.',
    });
  }

  /** What a script saves while one writes. */
  @Post('brouillon')
  @HttpCode(200)
  async autosave(
    @Param('id') id: string,
    @Param('step') slug: string,
    @Body() body: unknown,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
  ) {
    const step = stepOr404(slug);
    const saved = await this.keep(request, id, step, sentOf(body));
    if (!saved.done) {
      const { status, detail, errors } = saved.refusal;
      return { detail: status === 412 ? overtaken : detail, errors: Object.fromEntries(errorsOf(step, errors)) };
    }
    const [missing, duplicates] = await Promise.all([
      this.desk.obstacles(request, id),
      slug === 'essentiel' ? this.desk.duplicates(request, id) : [],
    ]);
    return {
      revision: saved.etag,
      errors: {},
      missing: Object.fromEntries(errorsOf(step, missing)),
      duplicates: duplicatesView(duplicates),
    };
  }

  private async keep(request: FastifyRequest, id: string, step: Step, sent: Sent) {
    const revision = typeof sent.revision === 'string' ? sent.revision : '';
    const title = typeof sent.titre === 'string' ? sent.titre : '';
    // What was not asked for is not taken away.
    const asked = step.fields.filter(
      ({ name, vocabulary = '' }) => !ownVocabularies.includes(vocabulary) || name in sent,
    );
    return this.desk.edit(request, id, patchOf(asked, sent, title || undefined), revision);
  }

  private async form(request: FastifyRequest, id: string, step: Step, { sent, errors = [], notice }: Stood) {
    const { contribution, revision } = await this.desk.find(request, id);
    const asksForOwn = step.fields.some(({ vocabulary = '' }) => ownVocabularies.includes(vocabulary));
    const common = await this.vocabularies.choices();
    const [choices, networks, required, duplicates] = await Promise.all([
      asksForOwn ? this.own.for(request, contribution, common) : common,
      this.directory.all(),
      this.desk.required(request, contribution.network.id, contribution),
      step.slug === 'essentiel' ? this.desk.duplicates(request, id) : [],
    ]);
    const filling = {
      content: contribution,
      sent,
      errors: errorsOf(step, errors),
      required,
      choices,
      networks: networks ?? [],
      initial: { territories: networks?.find((one) => one.id === contribution.network.id)?.territories ?? [] },
      isFresh: isFresh(contribution, step),
    };
    return {
      ...stepView({ step, id, revision, filling, notice, duplicates }),
      contributionTitle: contribution.title,
      files: filesView(id, contribution.files, errors),
    };
  }
}

const stepOr404 = (slug: string): Step => {
  const step = stepNamed(slug);
  if (!step) throw new NotFound();
  return step;
};

/** Nothing was answered at this step: what is usual is proposed. */
const isFresh = (contribution: ContributionDetail, { fields }: Step): boolean =>
  fields.every(({ name }) => contribution[name.split('.')[0] ?? ''] == null);
