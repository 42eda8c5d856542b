import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needed } from '../forms/refused.ts';
import { type Step, stepPage, stepView } from '../forms/step.ts';
import { textOf } from '../forms/submitted.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { ContributionDesk, pathTo } from './contribution-desk.ts';
import { contributionPath } from './my-contributions.view.ts';

interface Removal {
  readonly what: 'resource' | 'name';
  readonly done: string;
  readonly step: Pick<Step, 'title' | 'lead' | 'button' | 'reason'>;
}

/** What an author may ask of a public resource, by the last part of its address. */
const removals: Readonly<Record<string, Removal>> = {
  'demander-le-retrait': {
    what: 'resource',
    done: 'retrait-demande',
    step: {
      title: 'Demander le retrait de la ressource',
      lead: 'Le comité éditorial répond. S’il accepte, il ne reste qu’une page qui dit pourquoi, et celles et ceux qui l’ont reçue sont prévenus.',
      button: 'Envoyer la demande',
      reason: {
        label: 'Pourquoi ?',
        hint: 'Facultatif : le comité le lit, et la page qui reste le dit.',
        isOptional: true,
      },
    },
  },
  'retirer-le-nom': {
    what: 'name',
    done: 'nom-retire',
    step: {
      title: 'Retirer le nom de votre réseau',
      lead: 'Partout où la ressource est montrée, il est remplacé par « Nom retiré à la demande de l’auteur » ; le reste ne change pas. Cela vaut pour toutes les versions et ne se défait pas.',
      button: 'Retirer le nom',
    },
  },
};
const paths = Object.keys(removals);

/** An author asks that a public resource, or their name on it, go away: asked before it is done. */
@NotApi()
@Controller('contributions/:id')
export class RemovalController {
  constructor(
    private readonly api: ActingApi,
    private readonly desk: ContributionDesk,
  ) {}

  @Get(paths)
  @HtmlPage(stepPage)
  async ask(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return this.view(request, id);
  }

  @Post(paths)
  @HttpCode(200)
  @HtmlPage(stepPage)
  async send(
    @Param('id') id: string,
    @Body() form: unknown,
    @SignedIn() _: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { what, done } = removalOf(request).removal;
    const reason = textOf(form, 'reason');
    const body = { what, ...(reason ? { reason } : {}) };
    const asked = await this.api.call(request, 'POST', `${pathTo(id)}/removal-requests`, { body });
    if (asked.done) return seeOther(reply, `${contributionPath(id)}?fait=${done}`);
    if (asked.refusal.status === 404 || asked.refusal.status === 403) needed(asked);
    void reply.status(asked.refusal.status);
    return this.view(request, id, reason, asked.refusal);
  }

  private async view(request: FastifyRequest, id: string, given = '', refusal?: Refusal) {
    const { contribution } = await this.desk.find(request, id);
    const { path, removal } = removalOf(request);
    const back = contributionPath(id);
    const trail = [
      { label: 'Mes contributions', path: '/contributions' },
      { label: spaced(contribution.title), path: back },
    ];
    const around = { about: contribution.title, action: `${back}/${path}`, cancelPath: back, trail };
    return stepView({ ...removal.step, ...around }, given, refusal);
  }
}

const removalOf = ({ routeOptions }: FastifyRequest): { path: string; removal: Removal } => {
  const path = paths.find((one) => routeOptions.url?.endsWith(`/${one}`)) as string;
  return { path, removal: removals[path] as Removal };
};
