import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { NotFound, Unavailable } from '#platform';
import { creationOf, type Sent } from '../contribute/content.ts';
import { allFields, type Field, steps } from '../contribute/fields.ts';
import { errorsIn, fieldsView, summaryOf } from '../contribute/form.view.ts';
import { timelineOf } from '../contribute/my-contributions.view.ts';
import { sentOf } from '../contribute/step.view.ts';
import { Vocabularies } from '../contribute/vocabularies.ts';
import { WantedFields } from '../contribute/wanted-fields.ts';
import { Directory } from '../networks/directory.ts';
import { byName } from '../networks/network.view.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { Services } from '../services/services.ts';
import { type Refusal, refusalOf } from '../sign-in/acting-api.ts';
import { seeOther } from '../sign-in/signed-in.ts';

const charter = z.object({ version: z.string(), title: z.string(), articles: z.array(z.string()) });
const proposed = z.object({ receipt: z.string() });
const receipt = z.object({
  title: z.string(),
  statusLabel: z.string(),
  network: z.object({ name: z.string() }),
  proposedAt: z.string(),
  history: z.array(z.object({ at: z.string(), what: z.string(), reasons: z.array(z.string()) })),
  resource: z.string().nullable(),
});
const page = new URL('./propose.hbs', import.meta.url);
/** What only members of a network say. */
const membersOnly = [
  'change',
  'plan',
  'meeting',
  'coProducers',
  'sponsor',
  'adaptationOf',
  'effort.hours',
  'effort.costEur',
];
const who: readonly Field[] = [
  { name: 'proposer.name', kind: 'line', label: 'Votre nom', isUsual: true },
  {
    name: 'proposer.email',
    kind: 'line',
    label: 'Votre adresse électronique',
    isUsual: true,
    hint: 'Facultative, vue du seul réseau.',
  },
];
const fields = [...who, ...allFields.filter(({ name }) => !membersOnly.includes(name))];

/** Proposing without an account, on one page; a receipt tells how it goes. */
@NotApi()
@Controller()
export class ProposeController {
  private readonly wanted = new WantedFields();

  constructor(
    private readonly services: Services,
    private readonly vocabularies: Vocabularies,
    private readonly directory: Directory,
  ) {}

  @Get('proposer')
  @HtmlPage(page)
  async form() {
    return this.view({});
  }

  @Post('proposer')
  @HttpCode(200)
  @HtmlPage(page)
  async propose(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const sent = sentOf(body);
    const rules = await this.services.tell('submission', '/api/v1/submission/charter', charter);
    if (!rules) throw new Unavailable();
    const accepted = sent.charter === rules.version ? { charter: rules.version } : {};
    // An empty one is refused at its field.
    const network = { network: typeof sent.network === 'string' ? sent.network : '' };
    const { status, body: answer } = await this.services.call('POST', '/api/v1/contributions', {
      body: { title: '', ...creationOf(fields, sent), ...network, ...accepted },
      headers: { 'idempotency-key': String(sent.idempotency || randomUUID()) },
      from: { ip: request.ip, userAgent: request.headers['user-agent'] },
    });
    const done = proposed.safeParse(answer);
    if (status < 300 && done.success) return seeOther(reply, `/recu/${done.data.receipt.split('/').at(-1)}`);
    if (status >= 500) throw new Unavailable();
    void reply.status(status);
    return this.view({ sent, refusal: refusalOf(status, answer) });
  }

  @Get('recu/:token')
  @HtmlPage(new URL('./receipt.hbs', import.meta.url))
  async receipt(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply) {
    void reply.headers({ 'referrer-policy': 'same-origin', 'cache-control': 'no-store' });
    const { status, body } = await this.services.call('GET', `/api/v1/receipts/${encodeURIComponent(token)}`);
    if (status === 404) throw new NotFound({ fr: 'Ce reçu n’existe pas.', en: 'There is no such receipt.' });
    const told = receipt.safeParse(body);
    if (!told.success) throw new Unavailable();
    const { title, history, ...facts } = told.data;
    return {
      title: 'Votre proposition',
      isHidden: true,
      resourceTitle: spaced(title),
      timeline: timelineOf(history.map((entry) => ({ ...entry, version: 0 }))),
      ...facts,
    };
  }

  /** What any network wants of such a proposal; when nobody can tell, what is said of it once it is sent. */
  private async required(kind: Sent, network = '', charter = ''): Promise<ReadonlySet<string>> {
    const found = await this.wanted
      .of({ network, charter, proposer: { name: '…' } }, kind, async (body) => {
        const checked = await this.services.call('POST', '/api/v1/contributions?dryRun=true', { body });
        return checked.status === 422 ? refusalOf(checked.status, checked.body).errors : [];
      })
      .catch(() => ['title']);
    return new Set([...found, 'proposer.name']);
  }

  private async view({ sent, refusal }: { sent?: Sent; refusal?: Refusal }) {
    const [choices, networks, rules] = await Promise.all([
      this.vocabularies.choices(),
      this.directory.all(),
      this.services.tell('submission', '/api/v1/submission/charter', charter),
    ]);
    const found = refusal?.errors ?? [];
    const errors = errorsIn(fields, found);
    const filling = {
      content: {},
      sent,
      errors,
      required: await this.required(sent ?? {}, networks?.[0]?.id, rules?.version),
      choices,
      networks: [],
      initial: {},
      isFresh: true,
    };
    const other = (id: string) => found.find((error) => error.id === id)?.message;
    return {
      title: 'Proposer une ressource',
      breadcrumb: [{ label: 'Proposer une ressource' }],
      errors: [
        ...(other('network') ? [{ id: 'network', message: 'Choisissez un réseau.' }] : []),
        ...(other('charter') ? [{ id: 'charter', message: spaced(other('charter') ?? '') }] : []),
        ...summaryOf(fields, errors),
      ],
      // Refused as a whole.
      refused: refusal && found.length === 0 ? spaced(refusal.detail) : undefined,
      idempotency: randomUUID(),
      sections: [{ title: 'Vous', fields: who }, ...steps].map((section) => ({
        title: section.title,
        ...fieldsView(
          section.fields.filter((field) => fields.includes(field)),
          filling,
        ),
      })),
      networks: [
        { value: '', label: 'Choisir' },
        ...(networks ?? [])
          .toSorted(byName)
          .map(({ id, name }) => ({ value: id, label: name, isChosen: id === sent?.network })),
      ],
      networkError: other('network') && 'Choisissez un réseau.',
      charterError: other('charter') && spaced(other('charter') ?? ''),
      charter: rules && { ...rules, articles: rules.articles.map(spaced), isAccepted: sent?.charter === rules.version },
    };
  }
}
