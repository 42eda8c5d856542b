import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { formErrors } from '../forms/refused.ts';
import { newFormKey, once } from '../forms/step.ts';
import { optionalText, textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import type { Visitor } from '../pages/visitor.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { pathOf } from '../resources/resource.view.ts';
import { territoryGroups } from '../search/territories.view.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { resourceApi } from './moves.ts';

const template = new URL('./adoption.hbs', import.meta.url);
const fields = ['territory', 'mode', 'result', 'network'];

/** « Nous l’avons reprise »: a network says that it took a resource up, and what came of it. */
@NotApi()
@Controller('ressources/:id/reprise')
export class AdoptionController {
  constructor(
    private readonly api: ActingApi,
    private readonly catalogue: Catalogue,
  ) {}

  @Get()
  @HtmlPage(template)
  async show(@Param('id') id: string, @SignedIn() visitor: Visitor) {
    return this.view(id, visitor, {});
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(template)
  async adopt(
    @Param('id') id: string,
    @Body() form: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const names = ['network', 'territory', 'mode', 'result'] as const;
    const body = Object.fromEntries(names.map((name) => [name, optionalText(form, name)]));
    const headers = once(textOf(form, 'cle'));
    const adopted = await this.api.call(request, 'POST', `${resourceApi(id)}/adoptions`, { body, headers });
    if (adopted.done) return seeOther(reply, `${pathOf(id)}?fait=reprise#reprises-reseaux`);
    void reply.status(adopted.refusal.status);
    return this.view(id, visitor, form, adopted.refusal);
  }

  private async view(id: string, visitor: Visitor, form: unknown, refusal?: Refusal) {
    const resource = await this.catalogue.find(id);
    const title = spaced(resource.title);
    const mode = textOf(form, 'mode') || 'as-is';
    return {
      title: 'Nous l’avons reprise',
      isHidden: true,
      breadcrumb: [
        { label: 'Ressources', path: '/ressources' },
        { label: title, path: pathOf(id) },
        { label: 'Nous l’avons reprise' },
      ],
      about: title,
      action: `${pathOf(id)}/reprise`,
      cancelPath: pathOf(id),
      key: newFormKey(),
      ...formErrors(refusal, fields),
      networks: visitor.networks.map((network) => ({
        value: network.slug,
        label: network.name,
        isChosen: network.slug === textOf(form, 'network'),
      })),
      hasSeveral: visitor.networks.length > 1,
      groups: territoryGroups(textOf(form, 'territory'), undefined),
      modes: [
        { value: 'as-is', label: 'Telle quelle', isChosen: mode === 'as-is' },
        { value: 'adapted', label: 'Adaptée', isChosen: mode === 'adapted' },
      ],
      result: textOf(form, 'result'),
    };
  }
}
