import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needed } from '../forms/refused.ts';
import { Directory } from '../networks/directory.ts';
import { HtmlPage, NotApi, Shown } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { type Content, creationOf, type Sent } from './content.ts';
import { ContributionDesk, type ContributionDetail, type DuplicateFacts } from './contribution-desk.ts';
import { type Step, steps } from './fields.ts';
import { duplicatesView, errorsOf, sentOf, stepPath, stepView } from './step.view.ts';
import { Vocabularies } from './vocabularies.ts';

const page = new URL('./step.hbs', import.meta.url);
const noRole = new URL('./no-role.hbs', import.meta.url);
const [first] = steps as [Step];

/** Where a contribution begins: the first step makes a draft. */
@NotApi()
@Controller('contribuer')
export class ContributeController {
  constructor(
    private readonly api: ActingApi,
    private readonly desk: ContributionDesk,
    private readonly vocabularies: Vocabularies,
    private readonly directory: Directory,
  ) {}

  @Get()
  @HtmlPage(page)
  async begin(@SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    const networks = networksOf(visitor);
    if (networks.length === 0) return new Shown(noRole, { title: 'Contribuer' });
    return this.form(request, networks, { idempotency: randomUUID() });
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(page)
  async create(
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const sent = sentOf(body);
    const networks = networksOf(visitor);
    const made = await this.api.call<ContributionDetail>(request, 'POST', '/api/v1/contributions', {
      body: { network: networkIn(sent, networks), ...creationOf(first.fields, sent) },
      headers: keyIn(sent),
    });
    if (made.done) return seeOther(reply, stepPath(made.body.id, 'contenu'));
    if (made.refusal.status !== 422) needed(made);
    void reply.status(422);
    // Another body needs another key.
    return this.form(request, networks, { sent, errors: made.refusal.errors, idempotency: randomUUID() });
  }

  /** What a script asks while one writes: is it understood, does it repeat something? Nothing is kept. */
  @Post('verification')
  @HttpCode(200)
  async check(@Body() body: unknown, @SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    const sent = sentOf(body);
    const content = creationOf(first.fields, sent);
    if (!content.title) return { errors: {}, duplicates: [] };
    const checked = await this.api.call<{ duplicates: readonly DuplicateFacts[] }>(
      request,
      'POST',
      '/api/v1/contributions?dryRun=true',
      { body: { network: networkIn(sent, networksOf(visitor)), ...content } },
    );
    if (checked.done) return { errors: {}, duplicates: duplicatesView(checked.body.duplicates) };
    return { errors: Object.fromEntries(errorsOf(first, checked.refusal.errors)), duplicates: [] };
  }

  private async form(
    request: FastifyRequest,
    networks: Visitor['networks'],
    { sent, errors = [], idempotency }: { sent?: Sent; errors?: Parameters<typeof errorsOf>[1]; idempotency: string },
  ) {
    const [choices, all, required] = await Promise.all([
      this.vocabularies.choices(),
      this.directory.all(),
      this.desk.required(request, networks[0]?.id ?? '', {}),
    ]);
    const content: Content = {};
    const filling = {
      content,
      sent,
      errors: errorsOf(first, errors),
      required,
      choices,
      networks: all ?? [],
      initial: {},
      isFresh: true,
    };
    const chosen = sent && networkIn(sent, networks);
    const own = networks.map(({ id, name }) => ({ value: id, label: name, isChosen: id === chosen }));
    return { ...stepView({ step: first, filling }), idempotency, ownNetworks: own.length > 1 ? own : undefined };
  }
}

/** Those that they may contribute for. */
const networksOf = ({ grants, networks }: Visitor): Visitor['networks'] =>
  networks.filter(({ id }) => grants.some(({ role, network }) => role === 'contributor' && network === id));

const networkIn = (sent: Sent, own: Visitor['networks']): string | undefined =>
  typeof sent.network === 'string' && sent.network ? sent.network : own[0]?.id;

const keyIn = ({ idempotency }: Sent): Record<string, string> =>
  typeof idempotency === 'string' && /^[\w-]{8,80}$/.test(idempotency) ? { 'idempotency-key': idempotency } : {};
