import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { formErrors, needed } from '../forms/refused.ts';
import { optionalText, textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { legalReference } from '../resources/legal-reference.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { type ItemDetail, itemApi, itemPath, watchTrail } from './item.facts.ts';

const page = new URL('./changes.hbs', import.meta.url);
const kinds: Readonly<Record<string, string>> = {
  modified: 'Modifiés',
  repealed: 'Abrogés',
  moved: 'Déplacés ou renumérotés',
  'new-version': 'Remplacés par une nouvelle version',
  applied: 'Précisés par un texte d’application',
};

/** An editor says which texts an item changes, where its words leave it open. */
@NotApi()
@Controller('veille/informations/:id/textes')
export class ChangesController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(page)
  async ask(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    const item = await this.find(request, id);
    const [first] = item.changes ?? [];
    const texts = (item.changes ?? []).map(({ target }) => legalReference(target).label).join('\n');
    return view(item, { texts, kind: first?.kind ?? 'modified', effectiveAt: first?.effectiveAt ?? '' });
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
      texts: textOf(form, 'texts'),
      kind: textOf(form, 'kind'),
      effectiveAt: textOf(form, 'effectiveAt'),
    };
    const targets = given.texts
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean);
    const effectiveAt = optionalText(form, 'effectiveAt') ?? null;
    const changes = targets.map((target) => ({ target, kind: given.kind, effectiveAt }));
    const acted = await this.api.call(request, 'PUT', `${itemApi(id)}/changes`, { body: { changes } });
    if (acted.done) return seeOther(reply, `${itemPath(id)}?fait=textes`);
    void reply.status(acted.refusal.status);
    return view(await this.find(request, id), given, acted.refusal);
  }

  private async find(request: FastifyRequest, id: string): Promise<ItemDetail> {
    return needed(await this.api.call<ItemDetail>(request, 'GET', itemApi(id)));
  }
}

interface Given {
  readonly texts: string;
  readonly kind: string;
  readonly effectiveAt: string;
}

const view = ({ id, title }: ItemDetail, given: Given, refusal?: Refusal) => {
  const { errors } = formErrors(refusal);
  return {
    title: 'Textes que cette information change',
    isHidden: true,
    about: spaced(title),
    breadcrumb: [...watchTrail, { label: 'Information', path: itemPath(id) }, { label: 'Textes' }],
    errors,
    ...given,
    kinds: Object.entries(kinds).map(([value, label]) => ({ value, label, isChosen: value === given.kind })),
    action: `${itemPath(id)}/textes`,
    cancelPath: itemPath(id),
  };
};
