import { Controller, Get, Param } from '@nestjs/common';
import { HtmlPage, NotApi, type Page, Pages } from '../pages/pages.ts';
import { Catalogue } from './catalogue.ts';
import { type ResourceView, resourceView } from './resource.view.ts';
import { type ResourceListView, resourceListView } from './resource-list.view.ts';

@NotApi()
@Controller('ressources')
export class ResourcesController {
  private readonly list: Page<ResourceListView>;
  private readonly page: Page<ResourceView>;

  constructor(
    private readonly catalogue: Catalogue,
    pages: Pages,
  ) {
    pages.partial('resource-list', new URL('./resource-list.hbs', import.meta.url));
    this.list = pages.compile(new URL('./resources.hbs', import.meta.url));
    this.page = pages.compile(new URL('./resource.hbs', import.meta.url));
  }

  @Get()
  @HtmlPage()
  async latest() {
    return this.list(resourceListView(await this.catalogue.latest(50)));
  }

  @Get(':id')
  @HtmlPage()
  async one(@Param('id') id: string) {
    return this.page(resourceView(await this.catalogue.find(id), new Date()));
  }
}
