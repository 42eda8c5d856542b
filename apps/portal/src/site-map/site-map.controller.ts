import { Controller, Get, Header, Inject } from '@nestjs/common';
import { families, themes } from '#taxonomy';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { type Site, siteFacts } from '../pages/site.ts';

@NotApi()
@Controller()
export class SiteMapController {
  constructor(@Inject(siteFacts) private readonly site: Site) {}

  @Get('plan-du-site')
  @HtmlPage(new URL('./site-map.hbs', import.meta.url))
  show() {
    const searches = (name: string, terms: readonly { id: string; label: string }[]) =>
      terms.map(({ id, label }) => ({ path: `/ressources?${name}=${id}`, label }));
    return {
      title: 'Plan du site',
      breadcrumb: [{ label: 'Plan du site' }],
      families: searches('family', families.terms),
      themes: searches('theme', themes.terms),
    };
  }

  /** Everything may be read; what a search makes up without end is not worth an index. */
  @Get('robots.txt')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'public, max-age=86400')
  robots(): string {
    const closed = [
      '/api/',
      '/connexion',
      '/moi',
      '/comite/',
      '/relectures',
      '/exploitation',
      '/veille',
      '/newsletters/',
      '/abonnement?',
      '/ressources?*q=',
      '/ressources?*cursor=',
    ];
    return [
      'User-agent: *',
      ...closed.map((path) => `Disallow: ${path}`),
      `# ${this.site.origin}/plan-du-site`,
      '',
    ].join('\n');
  }
}
