import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Roles } from '#access';
import { Now } from '#platform';
import { lineOf } from '../desk/selected-content.ts';
import type { Item } from '../items/item.ts';
import { itemView } from '../items/item.view.ts';
import { SourceRepository } from '../sources/source.repository.ts';
import { type Captured, type CapturedAddress, captured, capturedAddress } from './capture.schema.ts';
import { CaptureItem } from './capture-item.ts';
import { CaptureMail, UnreadableMail } from './capture-mail.ts';

/** What people bring to the desk themselves. The same address twice is one item: it needs no idempotency key. */
@Controller('api/v1/watch')
@Roles('watch-editor')
export class CaptureController {
  constructor(
    private readonly captureItem: CaptureItem,
    private readonly captureMail: CaptureMail,
    private readonly sources: SourceRepository,
  ) {}

  @Post('items')
  async write(
    @Body({ schema: captured }) given: Captured,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.shown(await this.captureItem.write(given, now), reply);
  }

  @Post('items/from-address')
  async fromAddress(
    @Body({ schema: capturedAddress }) given: CapturedAddress,
    @Now() now: Date,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.shown(await this.captureItem.fromAddress(given, now), reply);
  }

  /** A forwarded mail, as it came: what a mail server pipes here. */
  @Post('mail')
  @ApiConsumes('message/rfc822')
  @ApiBody({ schema: { type: 'string' } })
  async mail(@Body() message: unknown, @Now() now: Date, @Res({ passthrough: true }) reply: FastifyReply) {
    if (!Buffer.isBuffer(message)) throw new UnreadableMail();
    return this.shown(await this.captureMail.execute(message, now), reply);
  }

  private async shown(item: Item, reply: FastifyReply) {
    const source = await this.sources.store.find(item.source);
    reply.header('location', `/api/v1/watch/items/${item._id}`);
    return itemView(item, source ?? undefined, lineOf(item, source));
  }
}
