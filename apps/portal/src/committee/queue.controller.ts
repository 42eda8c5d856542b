import { Controller, Get, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { needed, optional } from '../forms/refused.ts';
import { textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn } from '../sign-in/signed-in.ts';
import type { QueueLine } from './case.facts.ts';
import { queueView } from './queue.view.ts';

interface List<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly next: string | null;
}

/** Where a member of the committee begins. */
@NotApi()
@Controller('comite')
export class QueueController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(new URL('./queue.hbs', import.meta.url))
  async show(@Query() query: unknown, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    const from = textOf(query, 'suite');
    const page = new URLSearchParams({ mine: 'true', limit: '50', ...(from ? { cursor: from } : {}) });
    const ask = <Item>(path: string) => this.api.call<List<Item>>(request, 'GET', `/api/v1/${path}`);
    const [cases, requests, feedback, impacts] = await Promise.all([
      ask<QueueLine>(`cases?${page}`),
      optional(ask('editorial/requests')),
      optional(ask('editorial/feedback?limit=1')),
      optional(ask('impacts?status=open')),
    ]);
    const beside = {
      requests: requests?.total ?? null,
      feedback: feedback?.total ?? null,
      impacts: impacts?.total ?? null,
    };
    return queueView(needed(cases), beside, !from);
  }
}
