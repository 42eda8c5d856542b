import { Controller, Get, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { needed } from '../forms/refused.ts';
import { textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn } from '../sign-in/signed-in.ts';
import { deskView, statusOf } from './desk.view.ts';
import type { ItemFacts } from './item.facts.ts';

interface List {
  readonly items: readonly ItemFacts[];
  readonly total: number;
  readonly next: string | null;
}

/** Where a watch editor sorts what sources brought. */
@NotApi()
@Controller('veille')
export class DeskController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(new URL('./desk.hbs', import.meta.url))
  async show(@Query() query: unknown, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    const status = statusOf(textOf(query, 'statut'));
    const from = textOf(query, 'suite');
    const wanted = new URLSearchParams({ status, limit: '30', ...(from ? { cursor: from } : {}) });
    const found = needed(await this.api.call<List>(request, 'GET', `/api/v1/watch/items?${wanted}`));
    return deskView(found, status, from, textOf(query, 'fait'));
  }
}
