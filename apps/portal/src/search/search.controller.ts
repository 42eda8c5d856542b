import { Controller, Get, Query } from '@nestjs/common';
import { canonicalQuery } from '#contracts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { searchView } from './search.view.ts';
import { optionOf, wantedOf } from './wanted.ts';

const shown = '20';

@NotApi()
@Controller('ressources')
export class SearchController {
  constructor(private readonly catalogue: Catalogue) {}

  @Get()
  @HtmlPage(new URL('./search.hbs', import.meta.url))
  async show(@Query() query: Record<string, unknown>) {
    const asked = { wanted: wantedOf(query), sort: optionOf(query, 'sort'), cursor: optionOf(query, 'cursor') };
    const question = new URLSearchParams(canonicalQuery(asked.wanted));
    question.set('limit', shown);
    if (asked.sort) question.set('sort', asked.sort);
    if (asked.cursor) question.set('cursor', asked.cursor);
    return searchView(asked, await this.catalogue.search(question.toString()));
  }
}
