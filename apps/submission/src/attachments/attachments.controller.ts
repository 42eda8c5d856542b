import type { Readable } from 'node:stream';
import {
  BadRequestException,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Req,
  Res,
} from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Caller, type Principal, Roles } from '#access';
import { text } from '#contracts';
import { checked, entityTag, InvalidFields, Now } from '#platform';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { attachmentView } from '../contributions/contribution.view.ts';
import { findSeen } from '../contributions/find-contribution.ts';
import { AddAttachment, type Received } from './add-attachment.ts';
import { AttachmentNotFound, NotMultipart } from './attachment.problems.ts';
import { EditAttachment } from './edit-attachment.ts';
import { FileStore } from './file-store.ts';
import { serveFile } from './serve-file.ts';

const said = z.strictObject({
  accessible: z.enum(['yes', 'no', 'unknown']).default('unknown'),
  textAlternative: text(5000).optional(),
});
const edits = z
  .strictObject({ accessible: z.enum(['yes', 'no', 'unknown']), textAlternative: text(5000).nullable() })
  .partial();

/** The files of a contribution, for its network, and for those who review it. */
@Controller('api/v1/contributions/:id/attachments')
export class AttachmentsController {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly addAttachment: AddAttachment,
    private readonly editAttachment: EditAttachment,
    private readonly files: FileStore,
  ) {}

  @Get()
  async list(@Param('id') id: string, @Caller() caller: Principal) {
    const { files = [] } = await findSeen(this.contributions, id, caller);
    return { items: files.map(attachmentView), total: files.length, next: null };
  }

  /** One file a request, with `accessible` and `textAlternative` as fields beside it. */
  @Post()
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: {
        accessible: { type: 'string', enum: ['yes', 'no', 'unknown'] },
        textAlternative: { type: 'string' },
        file: { type: 'string', format: 'binary' },
      },
    },
  })
  @Roles('contributor')
  async add(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @Now() now: Date,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.addAttachment.admit(id, caller);
    if (!request.isMultipart()) throw new NotMultipart();
    let received: Received | undefined;
    const fields: Record<string, unknown> = {};
    try {
      for await (const part of request.parts()) {
        if (part.type === 'field') fields[part.fieldname] = part.value;
        else received = await this.receive(part, caller, now);
      }
      if (!received) throw noFile();
      const { accessible, textAlternative = null } = checked(said, fields);
      const kept = received;
      received = undefined;
      const { attachment, contribution, added } = await this.addAttachment.execute(
        id,
        kept,
        { accessible, textAlternative },
        caller,
        now,
      );
      reply.status(added ? 201 : 200).headers({
        location: `/api/v1/contributions/${id}/attachments/${attachment.id}`,
        etag: entityTag(contribution.v),
      });
      return attachmentView(attachment);
    } catch (error) {
      throw isMalformed(error) ? new BadRequestException() : error;
    } finally {
      if (received) await this.addAttachment.discard(received);
    }
  }

  @Get(':file')
  async download(
    @Param('id') id: string,
    @Param('file') file: string,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { files = [], versions } = await findSeen(this.contributions, id, caller);
    const all = [...files, ...versions.flatMap((version) => version.files ?? [])];
    const found = all.find((attachment) => attachment.id === file);
    if (!found) throw new AttachmentNotFound();
    await serveFile(found, this.files, request, reply);
  }

  @Patch(':file')
  @Roles('contributor')
  async edit(
    @Param('id') id: string,
    @Param('file') file: string,
    @Body({ schema: edits }) changes: z.output<typeof edits>,
    @Caller() caller: Principal,
    @Now() now: Date,
  ) {
    return attachmentView(await this.editAttachment.execute(id, file, changes, caller, now));
  }

  /** From what is being written; versions handed in keep theirs. */
  @Delete(':file')
  @HttpCode(204)
  @Roles('contributor')
  async remove(
    @Param('id') id: string,
    @Param('file') file: string,
    @Caller() caller: Principal,
    @Now() now: Date,
  ): Promise<void> {
    await this.editAttachment.execute(id, file, null, caller, now);
  }

  private async receive(
    part: { filename: string; file: Readable & { truncated: boolean } },
    caller: Principal,
    now: Date,
  ): Promise<Received> {
    return this.addAttachment.receive(part.filename ?? '', part.file, () => part.file.truncated, caller, now);
  }
}

/** The parser has neither a class nor a code for a body that does not hold together. */
const isMalformed = (error: unknown): boolean =>
  error instanceof Error && /multipart|malformed part header|premature close/i.test(error.message);

const noFile = () =>
  new InvalidFields([
    { pointer: '/file', code: 'required', detail: { fr: 'Joignez un fichier.', en: 'Attach a file.' } },
  ]);
