import type { Readable } from 'node:stream';
import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needed } from '../forms/refused.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { limitedBody } from '../proxy/body-limit.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { ContributionDesk, pathTo } from './contribution-desk.ts';
import { filesView } from './files.view.ts';
import { sentOf, stepPath } from './step.view.ts';

/** Bytes that a file may come in. */
export const uploadLimit = Symbol('upload limit');
const uploadTimeoutMs = 170_000;
const page = new URL('./files.hbs', import.meta.url);

/** The files of a draft. A file passes through as it comes: it is never held here. */
@NotApi()
@Controller('contribuer/:id/fichiers')
export class FilesController {
  constructor(
    private readonly api: ActingApi,
    private readonly desk: ContributionDesk,
    @Inject(uploadLimit) private readonly limit: number,
  ) {}

  @Post()
  @HttpCode(200)
  @HtmlPage(page)
  async add(
    @Param('id') id: string,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { 'content-type': type = '', 'content-length': length } = request.headers;
    const body = limitedBody(request.body as Readable, length, this.limit);
    const added = await this.api.call(request, 'POST', `${pathTo(id)}/attachments`, {
      stream: { type, body },
      timeoutMs: uploadTimeoutMs,
    });
    if (added.done) return seeOther(reply, `${stepPath(id, 'contenu')}#fichiers`);
    if (added.refusal.status === 404 || added.refusal.status === 403) needed(added);
    void reply.status(added.refusal.status);
    return this.refused(request, id, added.refusal.errors[0]?.message ?? added.refusal.detail);
  }

  /** Says whether it is accessible, and what it says in text. */
  @Post(':file')
  @HttpCode(200)
  @HtmlPage(page)
  async edit(
    @Param('id') id: string,
    @Param('file') file: string,
    @Body() body: unknown,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { accessible, textAlternative } = sentOf(body);
    const edited = await this.api.call(request, 'PATCH', fileAt(id, file), {
      body: { accessible, textAlternative: textAlternative || null },
    });
    if (edited.done) return seeOther(reply, `${stepPath(id, 'contenu')}#fichiers`);
    if (edited.refusal.status !== 422) needed(edited);
    void reply.status(422);
    return this.refused(request, id, edited.refusal.errors[0]?.message ?? edited.refusal.detail);
  }

  @Post(':file/retirer')
  @HttpCode(303)
  async remove(
    @Param('id') id: string,
    @Param('file') file: string,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    needed(await this.api.call(request, 'DELETE', fileAt(id, file)));
    return seeOther(reply, `${stepPath(id, 'contenu')}#fichiers`);
  }

  private async refused(request: FastifyRequest, id: string, error: string) {
    const { contribution } = await this.desk.find(request, id);
    return {
      title: 'Joindre un fichier',
      breadcrumb: [{ label: 'Mes contributions', path: '/contributions' }, { label: 'Joindre un fichier' }],
      back: stepPath(id, 'contenu'),
      files: { ...filesView(id, contribution.files), error: spaced(error) },
    };
  }
}

const fileAt = (id: string, file: string): string => `${pathTo(id)}/attachments/${encodeURIComponent(file)}`;
