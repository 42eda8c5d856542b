import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { formErrors, needed } from '../forms/refused.ts';
import { textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { legalReference } from '../resources/legal-reference.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { type ItemDetail, itemApi, itemPath, watchTrail } from './item.facts.ts';

const page = new URL('./changes.hbs', import.meta.url);
/** The two that a person states; what else was read stays as it is. */
const stated = ['modified', 'repealed'] as const;
type Given = Readonly<Record<(typeof stated)[number] | 'effectiveAt', string>>;

/** An editor says which texts an item changes, where its words leave it open. */
@NotApi()
@Controller('veille/informations/:id/textes')
export class ChangesController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(page)
  async ask(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    const item = await this.find(request, id);
    return view(item, {
      modified: labelsOf(item, 'modified'),
      repealed: labelsOf(item, 'repealed'),
      effectiveAt: item.changes?.find(({ effectiveAt }) => effectiveAt)?.effectiveAt ?? '',
    });
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(page)
  async state(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const given = {
      modified: textOf(form, 'modified'),
      repealed: textOf(form, 'repealed'),
      effectiveAt: textOf(form, 'effectiveAt'),
    };
    const item = await this.find(request, id);
    const body = { changes: changesIn(given, item) };
    const acted = await this.api.call(request, 'PUT', `${itemApi(id)}/changes`, { body });
    if (acted.done) return seeOther(reply, `${itemPath(id)}?fait=textes`);
    void reply.status(acted.refusal.status);
    return view(item, given, acted.refusal);
  }

  private async find(request: FastifyRequest, id: string): Promise<ItemDetail> {
    return needed(await this.api.call<ItemDetail>(request, 'GET', itemApi(id)));
  }
}

const labelsOf = ({ changes = [] }: ItemDetail, wanted: string): string =>
  changes
    .filter(({ kind }) => kind === wanted)
    .map(({ target }) => legalReference(target).label)
    .join('\n');

const changesIn = (given: Given, { changes = [] }: ItemDetail) => [
  ...stated.flatMap((kind) =>
    given[kind]
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean)
      .map((target) => ({ target, kind, effectiveAt: given.effectiveAt || null })),
  ),
  ...changes
    .filter(({ kind }) => !(stated as readonly string[]).includes(kind))
    .map(({ target, kind, effectiveAt }) => ({ target, kind, effectiveAt })),
];

const view = ({ id, title }: ItemDetail, given: Given, refusal?: Refusal) => ({
  title: 'Textes que cette information change',
  isHidden: true,
  about: spaced(title),
  breadcrumb: [...watchTrail, { label: 'Information', path: itemPath(id) }, { label: 'Textes' }],
  errors: formErrors(refusal).errors,
  ...given,
  action: `${itemPath(id)}/textes`,
  cancelPath: itemPath(id),
});
