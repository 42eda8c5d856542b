import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Unavailable } from '#platform';
import { creationOf, type Sent } from '../contribute/content.ts';
import type { Field } from '../contribute/fields.ts';
import { errorsIn, fieldsView, summaryOf } from '../contribute/form.view.ts';
import { sentOf } from '../contribute/step.view.ts';
import { Vocabularies } from '../contribute/vocabularies.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { Services } from '../services/services.ts';
import { type Refusal, refusalOf } from '../sign-in/acting-api.ts';
import { seeOther } from '../sign-in/signed-in.ts';

const page = new URL('./join.hbs', import.meta.url);
const fields: readonly Field[] = [
  { name: 'name', kind: 'line', label: 'Nom du réseau', isUsual: true },
  { name: 'actorType', kind: 'one', label: 'Qui êtes-vous ?', vocabulary: 'actorType', isUsual: true },
  { name: 'networkKind', kind: 'one', label: 'Nature du réseau', vocabulary: 'networkKind', isUsual: true },
  { name: 'territories', kind: 'territories', label: 'Territoires', isUsual: true },
  { name: 'contact.name', kind: 'line', label: 'Personne à contacter', isUsual: true },
  {
    name: 'contact.email',
    kind: 'line',
    label: 'Son adresse électronique',
    isUsual: true,
    hint: 'Elle ne sert qu’à vous répondre.',
  },
  {
    name: 'message',
    kind: 'text',
    label: 'Ce que vous souhaitez mettre en commun',
    isUsual: true,
    hint: 'Facultatif.',
  },
];
const required = new Set(fields.map(({ name }) => name).filter((name) => name !== 'message'));

/** A network asks to join. */
@NotApi()
@Controller('reseaux/rejoindre')
export class JoinController {
  constructor(
    private readonly services: Services,
    private readonly vocabularies: Vocabularies,
  ) {}

  @Get()
  @HtmlPage(page)
  async form() {
    return this.view();
  }

  @Get('envoyee')
  @HtmlPage(new URL('./asked.hbs', import.meta.url))
  asked() {
    return { title: 'Votre demande est enregistrée', isHidden: true };
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(page)
  async ask(@Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const sent = sentOf(body);
    const { status, body: answer } = await this.services.call('POST', '/api/v1/network-requests', {
      body: creationOf(fields, sent),
      headers: { 'idempotency-key': String(sent.idempotency || randomUUID()) },
      from: { ip: request.ip, userAgent: request.headers['user-agent'] },
    });
    if (status < 300) return seeOther(reply, '/reseaux/rejoindre/envoyee');
    if (status >= 500) throw new Unavailable();
    void reply.status(status);
    return this.view(sent, refusalOf(status, answer));
  }

  private async view(sent?: Sent, refusal?: Refusal) {
    const choices = await this.vocabularies.choices();
    const errors = errorsIn(fields, refusal?.errors ?? []);
    return {
      title: 'Rejoindre Essaim',
      breadcrumb: [{ label: 'Réseaux', path: '/reseaux' }, { label: 'Rejoindre' }],
      idempotency: randomUUID(),
      errors: summaryOf(fields, errors),
      refused: refusal && errors.size === 0 ? spaced(refusal.detail) : undefined,
      ...fieldsView(fields, { content: {}, sent, errors, required, choices, networks: [], initial: {}, isFresh: true }),
    };
  }
}
