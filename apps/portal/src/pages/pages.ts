import { readdirSync, readFileSync } from 'node:fs';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import Handlebars from 'handlebars';
import { assetPath } from '../assets/assets.ts';
import { frenchTemplate } from './french-template.ts';
import { helpers } from './helpers.ts';
import { templatesOfPages } from './html-page.ts';
import { mainMenuAt, personalMenuOf } from './menu.ts';
import { type Site, siteFacts } from './site.ts';
import type { Visitor } from './visitor.ts';

export { HtmlPage, NotApi } from './html-page.ts';

/** What the layout needs to know of the request. */
export interface Asked {
  readonly url: string;
  readonly visitor?: Visitor | undefined;
}

/** Fills a template. Without the request, the layout shows nobody signed in. */
export type Page<View> = (view: View, request?: Asked) => string;

const partials = new URL('../design/partials/', import.meta.url);

/** Templates beside the code that fills them, in the one layout. They escape everything, and are checked at boot. */
@Injectable()
export class Pages implements OnModuleInit {
  private readonly handlebars = Handlebars.create();
  private readonly compiled = new Map<string, Page<unknown>>();

  constructor(@Inject(siteFacts) private readonly site: Site) {
    this.handlebars.registerHelper(helpers);
    this.partial('layout', new URL('./layout.hbs', import.meta.url));
    for (const file of readdirSync(partials)) this.partial(file.replace(/\.hbs$/, ''), new URL(file, partials));
  }

  onModuleInit(): void {
    for (const file of templatesOfPages) this.compile(file);
  }

  /** Every component of the design system is one already: those of `design/partials`, by their names. */
  partial(name: string, file: URL): void {
    this.handlebars.registerPartial(name, this.read(file));
  }

  compile<View>(file: URL): Page<View> {
    const known = this.compiled.get(file.href);
    if (known) return known;
    const template = this.read(file);
    const page: Page<View> = (view, request) => template(view, { data: { site: this.around(request) } });
    this.compiled.set(file.href, page as Page<unknown>);
    return page;
  }

  private read(file: URL): Handlebars.TemplateDelegate {
    return this.handlebars.compile(frenchTemplate(readFileSync(file, 'utf8')), { preventIndent: true });
  }

  /** `@site` in every template. */
  private around({ url, visitor }: Asked = { url: '/' }) {
    const path = url.split('?')[0] ?? '/';
    return {
      ...this.site,
      css: assetPath('site.css'),
      js: assetPath('site.js'),
      favicon: assetPath('favicon.svg'),
      menu: mainMenuAt(path),
      signInPath: path === '/' ? '/connexion' : `/connexion?vers=${encodeURIComponent(path)}`,
      visitor: visitor && { name: visitor.name, menu: personalMenuOf(visitor, path) },
    };
  }
}
