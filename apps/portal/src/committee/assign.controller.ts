import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needed } from '../forms/refused.ts';
import { textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { caseTrail } from './case.view.ts';
import { Cases } from './cases.ts';
import { caseApi, casePath } from './words.ts';

interface Assignee {
  readonly person: string;
  readonly name: string | null;
  readonly network: string;
  readonly collegeLabel: string;
  readonly isDeputy: boolean;
  readonly isAssigned: boolean;
}

const template = new URL('./assign.hbs', import.meta.url);

/** A member gives a case to another, by name. */
@NotApi()
@Controller('comite/dossiers/:id/confier')
export class AssignController {
  constructor(
    private readonly api: ActingApi,
    private readonly cases: Cases,
  ) {}

  @Get()
  @HtmlPage(template)
  async ask(@Param('id') id: string, @SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    return this.view(request, id, visitor);
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(template)
  async assign(
    @Param('id') id: string,
    @Body() form: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const person = textOf(form, 'person');
    // Without a name, whoever asks would take it.
    if (!person) {
      void reply.status(422);
      return this.view(request, id, visitor, 'Choisissez un membre.');
    }
    const assigned = await this.api.call(request, 'POST', `${caseApi(id)}/assignments`, { body: { person } });
    if (assigned.done) return seeOther(reply, `${casePath(id)}?fait=confie`);
    void reply.status(assigned.refusal.status);
    return this.view(request, id, visitor, assigned.refusal.detail);
  }

  private async view(request: FastifyRequest, id: string, visitor: Visitor, error?: string) {
    const [found, { title }, names] = await Promise.all([
      this.api.call<{ items: readonly Assignee[] }>(request, 'GET', `${caseApi(id)}/assignees`),
      this.cases.find(request, id),
      this.cases.networkNames(),
    ]);
    const others = needed(found).items.filter(({ person, isAssigned }) => person !== visitor.id && !isAssigned);
    return {
      title: 'Confier le dossier',
      isHidden: true,
      breadcrumb: [...caseTrail, { label: 'Dossier', path: casePath(id) }, { label: 'Confier' }],
      about: spaced(title),
      casePath: casePath(id),
      action: `${casePath(id)}/confier`,
      errors: error ? [{ id: 'person', message: spaced(error) }] : [],
      error: error && spaced(error),
      options: others.map(({ person, name, network, collegeLabel, isDeputy }) => ({
        value: person,
        label: name ?? (isDeputy ? 'Suppléance' : 'Titulaire'),
        hint: [collegeLabel, names.get(network), name && isDeputy ? 'suppléance' : ''].filter(Boolean).join(', '),
      })),
    };
  }
}
