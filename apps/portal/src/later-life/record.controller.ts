import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { needed } from '../forms/refused.ts';
import { type Step, stepPage, stepView } from '../forms/step.ts';
import { textOf } from '../forms/submitted.ts';
import { HtmlPage, NotApi } from '../pages/pages.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { moveSteps, recordPath, resourceApi } from './moves.ts';
import type { RecordFacts } from './record.facts.ts';
import { recordTrail, recordView } from './record.view.ts';

const commands = Object.keys(moveSteps);
const paths = Object.values(moveSteps).map(({ path }) => path);

const said: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(moveSteps).map(([command, { done }]) => [command, done])),
  demande: 'Votre demande est envoyée : le comité va répondre.',
  declinee: 'La demande est déclinée : le réseau est prévenu.',
  propose: 'La proposition est devant le comité national.',
  'label-retire': 'Le label est retiré.',
  relecture: 'Votre relecture est enregistrée : elle paraît dès qu’un membre du comité confirme.',
};

/** The later life of a resource: its record, and what its committee does, or its network asks for. */
@NotApi()
@Controller('ressources/:id/suivi')
export class RecordController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(new URL('./record.hbs', import.meta.url))
  async show(@Param('id') id: string, @Query() query: unknown, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return recordView(await this.record(request, id), said[textOf(query, 'fait')]);
  }

  @Get(paths)
  @HtmlPage(stepPage)
  async ask(@Param('id') id: string, @SignedIn() _: unknown, @Req() request: FastifyRequest) {
    return this.view(request, id);
  }

  @Post(paths)
  @HttpCode(200)
  @HtmlPage(stepPage)
  async act(
    @Param('id') id: string,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const command = commandOf(request);
    const reason = textOf(form, 'reason');
    const voids = textOf(form, 'voids') ? { voidsVerification: true } : {};
    const body = { reason, version: Number(textOf(form, 'version')), ...voids };
    const acted = await this.api.call(request, 'POST', `${resourceApi(id)}/${command}`, { body });
    if (acted.done) return seeOther(reply, `${recordPath(id)}?fait=${acted.status === 202 ? 'demande' : command}`);
    void reply.status(acted.refusal.status);
    return this.view(request, id, reason, acted.refusal);
  }

  private async record(request: FastifyRequest, id: string): Promise<RecordFacts> {
    return needed(await this.api.call<RecordFacts>(request, 'GET', `${resourceApi(id)}/record`));
  }

  private async view(request: FastifyRequest, id: string, given = '', refusal?: Refusal) {
    return stepView(stepFor(commandOf(request), await this.record(request, id)), given, refusal);
  }
}

const commandOf = ({ routeOptions }: FastifyRequest): string =>
  commands.find((command) => routeOptions.url?.endsWith(`/${moveSteps[command]?.path}`)) as string;

const stepFor = (command: string, facts: RecordFacts): Step => {
  const { path, title, lead, button, asked } = moveSteps[command] as NonNullable<(typeof moveSteps)[string]>;
  const onlyAsks = facts.possible.moves.find((move) => move.command === command)?.onlyAsks ?? false;
  return {
    title: onlyAsks ? `Demander de ${asked}` : title,
    lead: onlyAsks ? 'Votre réseau l’a produite : le comité répond à votre demande. Dites-lui pourquoi.' : lead,
    button: onlyAsks ? 'Envoyer la demande' : button,
    about: facts.title,
    action: `${recordPath(facts.id)}/${path}`,
    cancelPath: recordPath(facts.id),
    trail: recordTrail(facts).map((part) => (part.label === 'Suivi' ? { ...part, path: recordPath(facts.id) } : part)),
    hidden: { version: facts.version },
    reason: { label: 'Pourquoi ?', hint: 'Une phrase, que tout le monde lira.' },
    ...(command === 'flag' && !onlyAsks
      ? { check: { name: 'voids', label: 'La relecture du professionnel ne vaut plus' } }
      : {}),
  };
};
