import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { NotFound } from '#platform';
import { formErrors, needed } from '../forms/refused.ts';
import { counted } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { operatorOnly } from '../sign-in/operator-only.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';

const here = '/exploitation/envois';
const page = new URL('./channels.hbs', import.meta.url);
const acts = ['pause', 'resume', 'stop'] as const;
const posted = z.object({ reason: z.string().trim().max(600).default('').catch('') });

interface Channel {
  readonly channel: 'mail' | 'webhook' | 'websub';
  readonly state: 'open' | 'paused' | 'stopped';
  readonly reason: string | null;
  readonly at: string | null;
  readonly waiting: number;
  readonly leaving: number;
}

const names = { mail: 'Courriels', webhook: 'Webhooks', websub: 'Abonnés des flux (WebSub)' } as const;
const states = { open: 'Ouvert', paused: 'En pause', stopped: 'Arrêté' } as const;

/** What leaves by each channel, and the buttons that hold it back. */
@NotApi()
@Controller('exploitation/envois')
export class ChannelsController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(page)
  async show(@SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    operatorOnly(visitor);
    return this.view(request);
  }

  @Post(':channel/:act')
  @HttpCode(200)
  @HtmlPage(page)
  async turn(
    @Param('channel') channel: string,
    @Param('act') act: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    operatorOnly(visitor);
    if (!Object.hasOwn(names, channel) || !acts.includes(act as never)) throw new NotFound();
    const { reason } = posted.parse(body ?? {});
    const path = `/api/v1/dissemination/channels/${channel}/${act}`;
    const turned = await this.api.call(request, 'POST', path, { body: act === 'resume' ? {} : { reason } });
    if (turned.done) return seeOther(reply, here);
    void reply.status(turned.refusal.status);
    return this.view(request, turned.refusal, `motif-${channel}`);
  }

  private async view(request: FastifyRequest, refusal?: Refusal, field = '') {
    const asked = this.api.call<{ items: Channel[] }>(request, 'GET', '/api/v1/dissemination/channels');
    const { items } = needed(await asked);
    const { errors } = formErrors(refusal);
    return {
      title: 'Envois',
      breadcrumb: [{ label: 'Envois' }],
      errors: errors.map((error) => ({ ...error, id: field })),
      channels: items.map(({ channel, state, reason, at, waiting, leaving }) => ({
        id: channel,
        path: `${here}/${channel}`,
        name: names[channel],
        state: states[state],
        isOpen: state === 'open',
        isMail: channel === 'mail',
        reason,
        at,
        waiting: `${counted(waiting, 'envoi attend', 'envois attendent')}, ${counted(leaving, 'part', 'partent')}.`,
      })),
    };
  }
}
