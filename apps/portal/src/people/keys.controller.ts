import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '#contracts';
import { momentOf } from '../contribute/days.ts';
import { sentOf } from '../contribute/step.view.ts';
import { needed } from '../forms/refused.ts';
import { roleInWords } from '../me/my-page.view.ts';
import { spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { ActingApi, type Refusal } from '../sign-in/acting-api.ts';
import { SignedIn, seeOther } from '../sign-in/signed-in.ts';
import { besides, ManagedNetworks, managementPath, managementTrail } from './managed-networks.ts';

interface Key {
  readonly id: string;
  readonly name: string;
  readonly holder: { readonly kind: 'person' | 'network'; readonly id: string };
  readonly roles: readonly Role[];
  readonly issuedAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

const page = new URL('./keys.hbs', import.meta.url);

/** The API keys of a network. A secret is on one page, once: the answer to the form that made it. */
@NotApi()
@Controller('animation/reseaux/:network/cles')
export class KeysController {
  constructor(
    private readonly api: ActingApi,
    private readonly managed: ManagedNetworks,
  ) {}

  @Get()
  @HtmlPage(page)
  async list(
    @Param('network') slug: string,
    @Query('fait') done: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const notice = done === 'revoquee' ? 'La clé est révoquée : elle n’ouvre plus rien.' : undefined;
    return this.view(request, visitor, slug, { notice });
  }

  @Post()
  @HttpCode(200)
  @HtmlPage(page)
  async issue(
    @Param('network') slug: string,
    @Body() body: unknown,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const sent = sentOf(body);
    const issued = await this.api.call<{ key: string; name: string }>(
      request,
      'POST',
      await this.pathTo(visitor, slug),
      {
        body: wantedIn(sent, visitor),
        headers: { 'idempotency-key': String(sent.idempotency || randomUUID()) },
      },
    );
    if (issued.done) return this.view(request, visitor, slug, { secret: issued.body });
    if (issued.refusal.status !== 422) needed(issued);
    void reply.status(422);
    return this.view(request, visitor, slug, { refusal: issued.refusal, givenName: sent.name });
  }

  @Post(':key/renouveler')
  @HttpCode(200)
  @HtmlPage(page)
  async rotate(
    @Param('network') slug: string,
    @Param('key') key: string,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
  ) {
    const path = `${await this.pathTo(visitor, slug)}/${encodeURIComponent(key)}/rotate`;
    const rotated = await this.api.call<{ key: string; name: string }>(request, 'POST', path);
    return this.view(request, visitor, slug, {
      secret: needed(rotated),
      notice: 'L’ancien secret vaut encore un jour.',
    });
  }

  @Post(':key/revoquer')
  @HttpCode(303)
  async revoke(
    @Param('network') slug: string,
    @Param('key') key: string,
    @SignedIn() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    needed(await this.api.call(request, 'DELETE', `${await this.pathTo(visitor, slug)}/${encodeURIComponent(key)}`));
    return seeOther(reply, `${managementPath((await this.managed.at(visitor, slug)).slug, 'cles')}?fait=revoquee`);
  }

  private async pathTo(visitor: Visitor, slug: string): Promise<string> {
    return `/api/v1/networks/${(await this.managed.at(visitor, slug)).id}/keys`;
  }

  private async view(
    request: FastifyRequest,
    visitor: Visitor,
    slug: string,
    {
      refusal,
      ...said
    }: { refusal?: Refusal; notice?: string | undefined; secret?: { key: string; name: string }; givenName?: unknown },
  ) {
    const network = await this.managed.at(visitor, slug);
    const { items } = needed(
      await this.api.call<{ items: readonly Key[] }>(request, 'GET', await this.pathTo(visitor, slug)),
    );
    const path = managementPath(network.slug, 'cles');
    return {
      title: `Clés d’API de ${network.name}`,
      breadcrumb: [...managementTrail(visitor, network), { label: 'Clés d’API' }],
      action: path,
      besides: besides(network.slug, 'cles'),
      idempotency: randomUUID(),
      keys: items.filter(({ revokedAt }) => !revokedAt).map((key) => keyView(key, path, visitor)),
      revoked: items.filter(({ revokedAt }) => revokedAt).map(({ name, revokedAt }) => ({ name, revokedAt })),
      holders: [
        { value: 'network', label: 'Le réseau : elle contribue' },
        { value: 'reading', label: 'Le réseau : elle reçoit seulement' },
        { value: 'me', label: 'Moi, avec mes rôles dans ce réseau' },
      ],
      nameError: refusal?.fields.name && spaced(refusal.fields.name),
      dayError: refusal?.fields.expiresAt && spaced(refusal.fields.expiresAt),
      errors: refusal?.errors.map(({ id, message }) => ({ id, message: spaced(message) })),
      ...said,
    };
  }
}

const keyView = (
  { id, name, holder, roles, issuedAt, expiresAt, lastUsedAt }: Key,
  path: string,
  visitor: Visitor,
) => ({
  name,
  holder: holder.kind === 'network' ? 'Le réseau' : holder.id === visitor.id ? 'Vous' : 'Une personne du réseau',
  roles: roles.map((role) => roleInWords({ role })).join(', ') || 'Réception seulement',
  issuedAt,
  expiresAt,
  lastUsedAt,
  rotatePath: `${path}/${encodeURIComponent(id)}/renouveler`,
  revokePath: `${path}/${encodeURIComponent(id)}/revoquer`,
});

const wantedIn = ({ name, holder, expires }: ReturnType<typeof sentOf>, { id }: Visitor): object => ({
  name,
  ...(holder === 'reading' ? { roles: [] } : {}),
  ...(holder === 'me' ? { person: id } : {}),
  ...(typeof expires === 'string' && expires ? { expiresAt: momentOf(expires, true) } : {}),
});
