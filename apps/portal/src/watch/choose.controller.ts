import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { creationOf } from '../contribute/content.ts';
import { allFields } from '../contribute/fields.ts';
import { errorsIn, fieldView, summaryOf } from '../contribute/form.view.ts';
import { sentOf } from '../contribute/step.view.ts';
import { Vocabularies } from '../contribute/vocabularies.ts';
import { needed } from '../forms/refused.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { type ItemDetail, itemApi, itemPath, watchTrail } from './item.facts.ts';

type Sent = ReturnType<typeof sentOf>;

const named = (...names: readonly string[]) =>
  names.flatMap((name) => allFields.find((field) => field.name === name) ?? []);
const main = named('title', 'summary', 'family', 'licence', 'expiresAt', 'change', 'links');
const more = named(
  'themes',
  'audiences',
  'supportTasks',
  'uses',
  'territories',
  'scale',
  'support',
  'sector',
  'howToUse',
  'legalRefs',
);
const all = [...main, ...more];
const page = new URL('./choose.hbs', import.meta.url);

/** An item becomes a case before the committee, as its editor wants it to read. */
@NotApi()
@Controller('veille/informations/:id/retenir')
export class ChooseController {
  constructor(
    private readonly api: ActingApi,
    private readonly vocabularies: Vocabularies,
  ) {}

  @Get()
  @HtmlPage(page)
  async ask(@Param('id') id: string, @SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    return this.view(request, visitor, id);
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(page)
  async choose(
    @Param('id') id: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const sent = sentOf(body);
    const reason = String(sent.urgent ?? '').trim();
    const selection = { ...creationOf(all, sent), network: sent.network, ...(reason ? { urgent: { reason } } : {}) };
    const acted = await this.api.call(request, 'POST', `${itemApi(id)}/select`, { body: selection });
    if (acted.done) return seeOther(reply, '/veille?fait=retenir');
    void reply.status(acted.refusal.status);
    return this.view(request, visitor, id, sent, acted.refusal);
  }

  private async view(request: FastifyRequest, visitor: Visitor, id: string, sent?: Sent, refusal?: Refusal) {
    const [item, choices] = await Promise.all([
      this.api.call<ItemDetail>(request, 'GET', itemApi(id)).then(needed),
      this.vocabularies.choices(),
    ]);
    const refused = refusal?.errors ?? [];
    const errors = errorsIn(all, refused);
    const isRevision = item.status === 'published';
    const required = new Set(['title', 'summary', 'family', 'licence', ...(isRevision ? ['change'] : [])]);
    const filling = { content: item.draft, sent, errors, required, choices, networks: [], initial: {}, isFresh: true };
    const wanted = main.filter(({ name }) => isRevision || name !== 'change');
    const others = refused.filter(({ id: field }) => !all.some(({ name }) => name.split('.')[0] === field));
    const rest = refusal && refused.length === 0 ? [{ id: '', message: spaced(refusal.detail) }] : [];
    return {
      title: isRevision ? 'Proposer une nouvelle version' : 'Retenir',
      isHidden: true,
      about: spaced(item.title),
      attribution: spaced(item.attribution),
      breadcrumb: [...watchTrail, { label: 'Information', path: itemPath(id) }, { label: 'Retenir' }],
      action: `${itemPath(id)}/retenir`,
      cancelPath: itemPath(id),
      errors: [
        ...summaryOf(all, errors),
        ...others.map(({ id: field, message }) => ({ id: field, message: spaced(message) })),
        ...rest,
      ],
      networks: networksOf(visitor, String(sent?.network ?? '')),
      fields: wanted.map((field) => fieldView(field, filling)),
      more: more.map((field) => fieldView(field, filling)),
      isMoreOpen: more.some(({ name }) => errors.has(name)),
      urgent: String(sent?.urgent ?? ''),
      urgentError: refused.find(({ id: field }) => field === 'urgent')?.message,
    };
  }
}

/** Those for which they watch. */
const networksOf = ({ grants, networks }: Visitor, chosen: string) =>
  networks
    .filter(({ id }) => grants.some(({ role, network }) => role === 'watch-editor' && network === id))
    .map(({ id, name }) => ({ value: id, label: name, isChosen: id === chosen }));
