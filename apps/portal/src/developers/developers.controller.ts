import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import Handlebars from 'handlebars';
import { z } from 'zod';
import { services } from '#contracts';
import { NotFound } from '#platform';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { type Site, siteFacts } from '../pages/site.ts';
import { Services } from '../services/services.ts';
import { type DocumentName, documentInHtml, readDocument, verifyingCode } from './documents.ts';

const eventTypes = z.object({ items: z.array(z.object({ type: z.string(), description: z.string() })) });
const documentTemplate = new URL('./document.hbs', import.meta.url);
const corner = { label: 'Développeurs', path: '/developpeurs' };

/** For those who connect a tool: the API, the events, the guide; all of it served from here. */
@NotApi()
@Controller('developpeurs')
export class DevelopersController {
  constructor(
    private readonly services: Services,
    @Inject(siteFacts) private readonly site: Site,
  ) {}

  @Get()
  @HtmlPage(new URL('./developers.hbs', import.meta.url))
  async show() {
    const found = await this.services.tell('dissemination', '/api/v1/event-types', eventTypes);
    return {
      title: 'Développeurs',
      description: 'API, flux, webhooks, OAI-PMH : brancher un site, un extranet ou un catalogue sur Essaim.',
      breadcrumb: [{ label: corner.label }],
      origin: this.site.origin,
      openApis: services
        .filter((name) => name !== 'portal')
        .map((name) => ({ name, path: `/api/v1/${name}/openapi.json` })),
      hasEvents: found !== null,
      events: found?.items,
    };
  }

  @Get('guide')
  @HtmlPage(documentTemplate)
  guide() {
    return this.document('Guide d’intégration', 'integrators.md');
  }

  @Get('evenements')
  @HtmlPage(documentTemplate)
  events() {
    return this.document('Événements internes, entre services', 'events.md');
  }

  @Get('webhooks')
  @HtmlPage(documentTemplate)
  webhooks() {
    return this.document('Guide des webhooks', 'guides/webhooks.md');
  }

  /** As text: to be read, and taken. */
  @Get('verifier/:file')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  verifying(@Param('file') file: string): string {
    const found = verifyingCode.find((each) => each === file);
    if (!found) throw new NotFound();
    return readDocument(`guides/verify/${found}`);
  }

  @Get('webhooks.asyncapi.yaml')
  @Header('content-type', 'application/yaml; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  webhooksAsyncApi(): string {
    return readDocument('webhooks.asyncapi.yaml');
  }

  @Get('asyncapi.yaml')
  @Header('content-type', 'application/yaml; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  asyncApi(): string {
    return readDocument('asyncapi.yaml');
  }

  private document(title: string, name: DocumentName) {
    // Ours, rendered from docs/: not a word of it comes from outside.
    const html = new Handlebars.SafeString(documentInHtml(name, this.site.origin));
    return { title, breadcrumb: [corner, { label: title }], isEnglish: name !== 'guides/webhooks.md', html };
  }
}
