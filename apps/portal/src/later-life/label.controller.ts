import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { casePath } from '../committee/words.ts';
import { needed } from '../forms/refused.ts';
import { newFormKey, once, stepPage, stepView } from '../forms/step.ts';
import { textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { recordPath, resourceApi } from './moves.ts';
import type { RecordFacts } from './record.facts.ts';

/** The national reference: proposed to the national committee, revoked with a reason. */
@NotApi()
@Controller('ressources/:id/suivi')
export class LabelController {
  constructor(private readonly api: ActingApi) {}

  @Get('proposer-label')
  @HtmlPage(stepPage)
  async askToPropose(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return this.proposal(request, id);
  }

  @Post('proposer-label')
  @HttpCode(200)
  @HtmlPage(stepPage)
  async propose(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const headers = once(textOf(form, 'cle'));
    const path = `${resourceApi(id)}/label-proposals`;
    const proposed = await this.api.call<{ caseId: string }>(request, 'POST', path, { headers });
    if (proposed.done) return seeOther(reply, casePath(proposed.body.caseId));
    void reply.status(proposed.refusal.status);
    return this.proposal(request, id, proposed.refusal);
  }

  @Get('retirer-label')
  @HtmlPage(stepPage)
  async askToRevoke(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return this.revocation(request, id);
  }

  @Post('retirer-label')
  @HttpCode(200)
  @HtmlPage(stepPage)
  async revoke(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const reason = textOf(form, 'reason');
    const revoked = await this.api.call(request, 'POST', `${resourceApi(id)}/revoke-label`, { body: { reason } });
    if (revoked.done) return seeOther(reply, `${recordPath(id)}?fait=label-retire`);
    void reply.status(revoked.refusal.status);
    return this.revocation(request, id, reason, revoked.refusal);
  }

  private async proposal(request: FastifyRequest, id: string, refusal?: Refusal) {
    const step = {
      title: 'Proposer comme référence nationale',
      lead: 'Le comité national vote une seconde fois, selon des règles plus exigeantes : reprises ailleurs avec leur résultat, relecture d’un professionnel. Le dossier dit ce qui manque. Rien n’est montré au public avant la décision.',
      button: 'Proposer',
      action: `${recordPath(id)}/proposer-label`,
      hidden: { cle: newFormKey() },
    };
    return stepView({ ...step, ...(await this.around(request, id)) }, '', refusal);
  }

  private async revocation(request: FastifyRequest, id: string, given = '', refusal?: Refusal) {
    const step = {
      title: 'Retirer le label',
      lead: 'La ressource reste publiée, et n’est plus référence nationale. Elle peut être proposée de nouveau.',
      button: 'Retirer le label',
      action: `${recordPath(id)}/retirer-label`,
      reason: { label: 'Pourquoi ?', hint: 'Une phrase, que tout le monde lira.' },
    };
    return stepView({ ...step, ...(await this.around(request, id)) }, given, refusal);
  }

  private async around(request: FastifyRequest, id: string) {
    const { title } = needed(await this.api.call<RecordFacts>(request, 'GET', `${resourceApi(id)}/record`));
    const trail = [{ label: 'Suivi', path: recordPath(id) }];
    return { about: title, cancelPath: recordPath(id), trail };
  }
}
