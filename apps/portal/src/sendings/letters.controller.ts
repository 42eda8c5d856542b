import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Forbidden, NotFound } from '#platform';
import { formErrors, needed } from '../forms/refused.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { type Acted, ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { fieldsOf, type LetterFields, letterAsked, letterFields } from './letter.form.ts';
import { doneWords, type Letter, letterLine, progressWords } from './letter.view.ts';

const here = '/redaction/lettres';
const api = '/api/v1/issues';
const list = new URL('./letters.hbs', import.meta.url);
const form = new URL('./letter.hbs', import.meta.url);
const acts = ['test', 'approve', 'stop'] as const;
const posted = z.object({
  email: z.string().max(400).default('').catch(''),
  reason: z.string().max(600).default('').catch(''),
});
const nothing: LetterFields = { title: '', introduction: '', resources: '' };
const fieldIds = ['title', 'introduction', 'resources', 'email', 'reason'];

/** Letters that editors write: prepared, tried, approved by somebody else, watched and stopped. */
@NotApi()
@Controller('redaction/lettres')
export class LettersDeskController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(list)
  async list(@SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    editorsOnly(visitor);
    const { items } = needed(await this.api.call<{ items: Letter[] }>(request, 'GET', `${api}?limit=100`));
    return { title: 'Lettres', breadcrumb: [{ label: 'Lettres' }], letters: items.map(letterLine) };
  }

  @Get('nouvelle')
  @HtmlPage(form)
  async ask(@SignedIn() visitor: Visitor) {
    editorsOnly(visitor);
    return view(null, nothing, '');
  }

  @Post('nouvelle')
  @HttpCode(200)
  @HtmlPage(form)
  async create(
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    editorsOnly(visitor);
    const fields = letterFields.parse(body ?? {});
    const made = await this.api.call<Letter>(request, 'POST', api, { body: letterAsked(fields) });
    if (made.done) return seeOther(reply, `${here}/${made.body.id}?fait=creee`);
    void reply.status(made.refusal.status);
    return view(null, fields, '', made.refusal);
  }

  @Get(':id')
  @HtmlPage(form)
  async show(
    @Param('id') id: string,
    @Query('fait') done: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    editorsOnly(visitor);
    const { letter, preview } = await this.find(request, id);
    return view(letter, fieldsOf(letter), preview, undefined, doneWords(done));
  }

  @Post(':id')
  @HttpCode(200)
  @HtmlPage(form)
  async change(
    @Param('id') id: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    editorsOnly(visitor);
    const { letter, preview, etag } = await this.find(request, id);
    const fields = letterFields.parse(body ?? {});
    const headers = { 'if-match': etag ?? '' };
    const changed = await this.api.call(request, 'PATCH', `${api}/${letter.id}`, {
      body: letterAsked(fields),
      headers,
    });
    return this.ended(reply, changed, letter, fields, preview, 'enregistree');
  }

  @Post(':id/:act')
  @HttpCode(200)
  @HtmlPage(form)
  async act(
    @Param('id') id: string,
    @Param('act') act: (typeof acts)[number],
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    editorsOnly(visitor);
    if (!acts.includes(act)) throw new NotFound();
    const { letter, preview } = await this.find(request, id);
    const { email, reason } = posted.parse(body ?? {});
    const asked = { test: { email }, approve: {}, stop: { reason } }[act];
    const acted = await this.api.call(request, 'POST', `${api}/${letter.id}/${act}`, { body: asked });
    return this.ended(reply, acted, letter, fieldsOf(letter), preview, act);
  }

  private ended(
    reply: FastifyReply,
    acted: Acted<unknown>,
    letter: Letter,
    fields: LetterFields,
    preview: string,
    done: string,
  ) {
    if (acted.done) return seeOther(reply, `${here}/${letter.id}?fait=${done}`);
    void reply.status(acted.refusal.status);
    return view(letter, fields, preview, acted.refusal);
  }

  /** @throws NotFound */
  private async find(request: FastifyRequest, id: string) {
    const at = `${api}/${encodeURIComponent(id)}`;
    const [found, preview] = await Promise.all([
      this.api.call<Letter>(request, 'GET', at),
      this.api.call<{ text: string }>(request, 'GET', `${at}/preview?part=json`),
    ]);
    const letter = needed(found);
    return { letter, preview: needed(preview).text, etag: found.done ? found.etag : undefined };
  }
}

const editorsOnly = ({ grants }: Visitor): void => {
  const detail = { fr: 'Cette page est réservée à la rédaction des lettres.', en: 'This page is for editors.' };
  if (!grants.some(({ role }) => role === 'watch-editor' || role === 'operator')) throw new Forbidden(detail);
};

const view = (letter: Letter | null, fields: LetterFields, preview: string, refusal?: Refusal, notice?: string) => ({
  title: letter ? spaced(letter.title) : 'Nouvelle lettre',
  breadcrumb: [{ label: 'Lettres', path: here }, { label: letter ? letterLine(letter).status : 'Nouvelle' }],
  ...formErrors(refusal, fieldIds),
  notice,
  fields,
  preview,
  path: letter ? `${here}/${letter.id}` : `${here}/nouvelle`,
  letter: letter && { ...letterLine(letter), progress: progressWords(letter), archive: letter.path },
  isDraft: letter?.status === 'draft',
  isSending: letter?.status === 'sending',
  isOpen: letter === null || letter.status === 'draft',
});
