import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Unavailable } from '#platform';
import { Cases } from '../committee/cases.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { Committees } from './committees.ts';
import { committeeView } from './committees.view.ts';

/** The committees, for everybody: what each decides on, who sits there by college. */
@NotApi()
@Controller('comites')
export class CommitteesController {
  constructor(
    private readonly committees: Committees,
    private readonly cases: Cases,
  ) {}

  @Get()
  @HtmlPage(new URL('./committees.hbs', import.meta.url))
  async show(@Req() { visitor }: FastifyRequest) {
    const [all, names] = await Promise.all([this.committees.all(), this.cases.networkNames()]);
    if (!all) throw new Unavailable();
    return {
      title: 'Comités éditoriaux',
      description: 'Qui siège dans les comités qui approuvent les ressources, collège par collège.',
      breadcrumb: [{ label: 'Comités éditoriaux' }],
      committees: all.map((committee) => committeeView(committee, all, names)),
      isOperator: visitor?.grants.some(({ role }) => role === 'operator'),
    };
  }
}
