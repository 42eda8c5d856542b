import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { families } from '#taxonomy';
import { formErrors } from '../forms/refused.ts';
import { optionalText, territoriesIn, textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { itemPath, watchTrail } from './item.facts.ts';

const page = new URL('./capture.hbs', import.meta.url);
const watched = ['social-watch', 'legal-watch'];

/** What an editor read elsewhere comes to the desk: by its address, or by hand. */
@NotApi()
@Controller('veille/saisie')
export class CaptureController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(page)
  async ask(@SignedIn() _: unknown) {
    return view({});
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(page)
  async write(@Body() form: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const isByAddress = textOf(form, 'maniere') === 'adresse';
    const family = optionalText(form, 'family');
    const territories = territoriesIn(textOf(form, 'territories'));
    const about = { family, ...(territories.length ? { territories } : {}) };
    const url = optionalText(form, 'url');
    const body = isByAddress
      ? { url, ...about }
      : { url, title: textOf(form, 'title'), text: textOf(form, 'text'), ...about };
    const path = `/api/v1/watch/items${isByAddress ? '/from-address' : ''}`;
    const acted = await this.api.call<{ id: string }>(request, 'POST', path, { body, timeoutMs: 30_000 });
    if (acted.done) return seeOther(reply, itemPath(acted.body.id));
    void reply.status(acted.refusal.status);
    return view(form, acted.refusal, isByAddress);
  }
}

const view = (form: unknown, refusal?: Refusal, isByAddress = false) => {
  const { errors, errorAt } = formErrors(refusal, isByAddress ? [] : ['title', 'text', 'url', 'territories']);
  return {
    title: 'Saisir une information',
    isHidden: true,
    breadcrumb: [...watchTrail, { label: 'Saisir' }],
    errors,
    byAddress: { url: isByAddress ? textOf(form, 'url') : '', error: isByAddress ? errorAt.url : undefined },
    byHand: {
      title: textOf(form, 'title'),
      text: textOf(form, 'text'),
      url: isByAddress ? '' : textOf(form, 'url'),
      territories: textOf(form, 'territories'),
      errorAt: isByAddress ? {} : errorAt,
    },
    families: watched.map((value) => ({
      value,
      label: families.label(value),
      isChosen: value === textOf(form, 'family'),
    })),
  };
};
