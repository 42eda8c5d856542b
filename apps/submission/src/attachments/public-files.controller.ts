import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#platform';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { AttachmentGone, AttachmentNotFound } from './attachment.problems.ts';
import { FileStore } from './file-store.ts';
import { publicFile } from './public-file.ts';
import { serveFile } from './serve-file.ts';

/** The files of public resources, for everybody. */
@Controller('api/v1/resources/:id/files')
export class PublicFilesController {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly files: FileStore,
  ) {}

  @Get(':file')
  @Public()
  async download(
    @Param('id') id: string,
    @Param('file') file: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const contribution = await this.contributions.store.find(id);
    const found = contribution && publicFile(contribution, file);
    if (!found) throw new AttachmentNotFound();
    if (found === 'gone') throw new AttachmentGone();
    await serveFile(found, this.files, request, reply);
  }
}
