import { Controller, Get } from '@nestjs/common';
import { HtmlPage, NotApi, type Page, Pages } from '../pages/pages.ts';
import { Catalogue } from './catalogue.ts';
import { type ResourceListView, resourceListView } from './resource-list.view.ts';

@NotApi()
@Controller()
export class HomeController {
  private readonly page: Page<ResourceListView>;

  constructor(
    private readonly catalogue: Catalogue,
    pages: Pages,
  ) {
    pages.partial('resource-list', new URL('./resource-list.hbs', import.meta.url));
    this.page = pages.compile(new URL('./home.hbs', import.meta.url));
  }

  @Get()
  @HtmlPage()
  async home() {
    return this.page(resourceListView(await this.catalogue.latest(10)));
  }
}
