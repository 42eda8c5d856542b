import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound, Unavailable } from '#platform';
import { atlasKinds, territoryName } from '#taxonomy';
import { Vocabularies } from '../contribute/vocabularies.ts';
import { counted, frenchDate, spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { Services } from '../services/services.ts';
import { seeOther } from '../sign-in/signed-in.ts';
import { Atlas, type AtlasEntry } from './atlas.ts';
import { franceMap } from './france-map.ts';

/** Whom to turn to: organisations, town halls and partners, as a list, a map and files. */
@NotApi()
@Controller('atlas')
export class AtlasController {
  constructor(
    private readonly atlas: Atlas,
    private readonly vocabularies: Vocabularies,
    private readonly services: Services,
  ) {}

  @Get()
  @HtmlPage(new URL('./atlas.hbs', import.meta.url))
  async list(@Query() asked: Record<string, unknown>) {
    const query = filterIn(asked);
    const around = new URLSearchParams(query);
    if (typeof asked.suite === 'string') around.set('cursor', asked.suite);
    around.set('limit', '50');
    const [found, counts, choices] = await Promise.all([
      this.atlas.list(around),
      this.atlas.counts(),
      this.vocabularies.choices().catch(() => null),
    ]);
    const [kind, territory] = [query.get('kind') ?? '', query.get('territory') ?? ''];
    const next = found?.next && new URL(found.next, 'https://site.invalid').searchParams.get('cursor');
    return {
      title: 'Atlas des contacts',
      description: 'Organisations, mairies et partenaires de la vie associative, territoire par territoire.',
      breadcrumb: [{ label: 'Atlas' }],
      kinds: [
        { value: '', label: 'Tous' },
        ...atlasKinds.terms.map(({ id: value, label }) => ({ value, label, isChosen: value === kind })),
      ],
      territories: choices?.territories.map(({ label, options }) => ({
        label,
        options: options.map((o) => ({ ...o, isChosen: o.value === territory })),
      })),
      map:
        counts &&
        franceMap(
          counts,
          (count) => counted(count, 'contact', 'contacts'),
          (code) => `/atlas?${new URLSearchParams({ ...(kind ? { kind } : {}), territory: code })}#liste`,
        ),
      isAvailable: found !== null,
      total: found && counted(found.total, 'contact', 'contacts'),
      where: territory && territoryName(territory),
      entries: found?.items.map(entryView) ?? [],
      csv: `/api/v1/atlas/export.csv?${query}`,
      geojson: `/api/v1/atlas/export.geojson?${query}`,
      pagination:
        next || asked.suite
          ? { first: asked.suite ? `/atlas?${query}` : null, next: next && `/atlas?${withCursor(query, next)}` }
          : undefined,
    };
  }

  @Get(':id/ne-plus-afficher')
  @HtmlPage(new URL('./opt-out.hbs', import.meta.url))
  async confirm(@Param('id') id: string) {
    const entry = await this.atlas.one(id);
    if (!entry) throw new NotFound();
    return {
      title: 'Ne plus afficher ces coordonnées ?',
      isHidden: true,
      name: entry.name,
      action: optOutPath(id),
      back: '/atlas',
    };
  }

  @Post(':id/ne-plus-afficher')
  @HttpCode(303)
  async optOut(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { status } = await this.services.call('POST', `/api/v1/atlas/${encodeURIComponent(id)}/opt-out`, {
      from: { ip: request.ip },
    });
    if (status === 404) throw new NotFound();
    if (status >= 400) throw new Unavailable();
    return seeOther(reply, '/atlas');
  }
}

const optOutPath = (id: string): string => `/atlas/${encodeURIComponent(id)}/ne-plus-afficher`;

/** What the API can be asked; the rest is left aside. */
const filterIn = (asked: Record<string, unknown>): URLSearchParams => {
  const query = new URLSearchParams();
  if (atlasKinds.has(asked.kind)) query.set('kind', asked.kind);
  if (typeof asked.territory === 'string' && /^(?:NAT-FR|REG-\d{2,3}|DEP-[0-9AB]{2,3})$/.test(asked.territory))
    query.set('territory', asked.territory);
  return query;
};

const withCursor = (query: URLSearchParams, cursor: string): URLSearchParams =>
  new URLSearchParams([...query, ['suite', cursor]]);

const entryView = (entry: AtlasEntry) => ({
  name: entry.name,
  kind: atlasKinds.label(entry.kind),
  description: entry.description && spaced(entry.description),
  place: [entry.address, [entry.postcode, entry.city].filter(Boolean).join(' ')].filter(Boolean).join(', '),
  territory: territoryName(entry.territory),
  contact: [entry.contactName, entry.contactRole].filter(Boolean).join(', '),
  email: entry.email,
  phone: entry.phone,
  url: entry.url && /^https?:\/\//.test(entry.url) ? entry.url : null,
  source: `${entry.source}, ${frenchDate(`${entry.asOf}T12:00:00Z`)}`,
  optOut: entry.email || entry.phone || entry.contactName ? optOutPath(entry.id) : null,
});
