import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Now } from '#platform';
import { comparisonView } from '../contribute/comparison.view.ts';
import { patchOf, type Sent } from '../contribute/content.ts';
import { ContributionDesk } from '../contribute/contribution-desk.ts';
import { allFields } from '../contribute/fields.ts';
import { errorsIn, fieldView, summaryOf } from '../contribute/form.view.ts';
import { previewView } from '../contribute/preview.view.ts';
import { duplicatesView, sentOf } from '../contribute/step.view.ts';
import { Vocabularies } from '../contribute/vocabularies.ts';
import { needed } from '../forms/refused.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { type FramingRow, framingPath, framingRowView, outcomeOf, type Treated } from './framing.view.ts';

interface Queue {
  readonly items: readonly FramingRow[];
  readonly total: number;
}

const deeds = ['endorse', 'return', 'edit'] as const;
const bulkNames = ['family', 'format', 'regime'];
const bulkFields = allFields.filter(({ name }) => bulkNames.includes(name));
/** How a resource is catalogued; what it says stays its author's. */
const recordNames = [
  ...['family', 'format', 'technicalNature', 'themes', 'audiences', 'supportTasks', 'uses', 'support', 'sector'],
  ...['scale', 'territories', 'regime', 'language', 'expiresAt', 'competences', 'legalRefs'],
];
const recordFields = recordNames.flatMap((name) => allFields.find((field) => field.name === name) ?? []);
const queuePage = new URL('./queue.hbs', import.meta.url);
const onePage = new URL('./frame.hbs', import.meta.url);
const most = 50;

/** The facilitator's desk: what was handed in, one by one or several together. */
@NotApi()
@Controller('animation/cadrage')
export class FramingController {
  constructor(
    private readonly api: ActingApi,
    private readonly desk: ContributionDesk,
    private readonly vocabularies: Vocabularies,
  ) {}

  @Get()
  @HtmlPage(queuePage)
  async queue(@Query('fait') done: unknown, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return this.view(request, { done: done === undefined ? undefined : 'C’est fait.' });
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(queuePage)
  async treat(
    @Body() body: unknown,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const sent = sentOf(body);
    const ids = [sent.ids ?? []].flat() as string[];
    const deed = deeds.find((each) => each === sent.geste) ?? 'endorse';
    if (ids.length === 0)
      return this.view(request, { error: 'Cochez au moins une contribution.', reasons: sent.reasons });
    const titles = new Map((await this.rows(request)).items.map(({ id, title }) => [id, title]));
    const treated = await this.api.call<{ items: readonly Treated[] }>(request, 'POST', `/api/v1/framing/${deed}`, {
      body: { ids, ...moreFor(deed, sent) },
    });
    if (!treated.done) {
      if (treated.refusal.status !== 422) needed(treated);
      void reply.status(422);
      const error =
        deed === 'return' && treated.refusal.fields.reasons
          ? 'Dites pourquoi : le motif part avec le renvoi.'
          : treated.refusal.detail;
      return this.view(request, { error, reasons: sent.reasons });
    }
    const outcome = outcomeOf(deed, treated.body.items, titles);
    if (outcome.refused.length === 0) return seeOther(reply, '/animation/cadrage?fait');
    return this.view(request, outcome);
  }

  @Get(':id')
  @HtmlPage(onePage)
  async show(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest, @Now() now: Date) {
    return this.one(request, id, now);
  }

  /** Corrects the record of one. */
  @Post(':id')
  @HttpCode(200)
  @HtmlPage(onePage)
  async correct(
    @Param('id') id: string,
    @Body() body: unknown,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const sent = sentOf(body);
    const edited = await this.api.call(request, 'PATCH', `/api/v1/framing/${encodeURIComponent(id)}`, {
      body: metadataIn(patchOf(recordFields, sent)),
    });
    if (edited.done) return seeOther(reply, `${framingPath(id)}?fait`);
    if (edited.refusal.status !== 422) needed(edited);
    void reply.status(422);
    return this.one(request, id, now, sent, edited.refusal.errors);
  }

  private async rows(request: FastifyRequest): Promise<Queue> {
    return needed(await this.api.call<Queue>(request, 'GET', `/api/v1/framing?limit=${most}`));
  }

  private async view(request: FastifyRequest, said: object) {
    const [{ items, total }, choices] = await Promise.all([this.rows(request), this.vocabularies.choices()]);
    return {
      title: 'Contributions à cadrer',
      breadcrumb: [{ label: 'À faire cette semaine', path: '/animation' }, { label: 'À cadrer' }],
      rows: items.map(framingRowView),
      total,
      hasMore: total > items.length,
      bulk: bulkFields.map((field) => ({
        id: field.name,
        label: field.label,
        options: [
          { value: '', label: 'Inchangé' },
          ...choices.termsOf(field.vocabulary ?? '').map(({ id, label }) => ({ value: id, label: spaced(label) })),
        ],
      })),
      ...said,
    };
  }

  private async one(request: FastifyRequest, id: string, now: Date, sent?: Sent, refused: Refusal['errors'] = []) {
    const [{ contribution }, choices, duplicates, queue] = await Promise.all([
      this.desk.find(request, id),
      this.vocabularies.choices(),
      this.desk.duplicates(request, id),
      this.rows(request),
    ]);
    const comparison = await this.desk.comparison(request, contribution);
    const row = queue.items.find((item) => item.id === id);
    const errors = errorsIn(recordFields, refused);
    const filling = {
      content: contribution,
      sent,
      errors,
      required: new Set<string>(),
      choices,
      networks: [],
      initial: {},
      isFresh: false,
    };
    return {
      title: spaced(contribution.title),
      breadcrumb: [{ label: 'À cadrer', path: '/animation/cadrage' }, { label: spaced(contribution.title) }],
      id,
      row: row && framingRowView(row),
      action: framingPath(id),
      errors: summaryOf(recordFields, errors),
      fields: recordFields.map((field) => fieldView(field, filling)),
      preview: previewView(contribution, now),
      comparison: comparison && comparisonView(comparison),
      duplicates: duplicatesView(duplicates),
      path: `/contributions/${encodeURIComponent(id)}`,
    };
  }
}

const moreFor = (deed: (typeof deeds)[number], sent: Sent): object => {
  if (deed === 'return') return { reasons: [String(sent.reasons ?? '').trim()].filter(Boolean) };
  if (deed === 'edit') return { metadata: metadataIn(patchOf(bulkFields, sent)) };
  return {};
};

/** What is not said is not changed. */
const metadataIn = (patch: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null));
