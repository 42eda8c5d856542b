import { Controller, Get, Param, Query } from '@nestjs/common';
import { NotFound, Unavailable } from '#platform';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { Catalogue } from '../resources/catalogue.ts';
import { optionOf } from '../search/wanted.ts';
import { monthInWords } from '../subscriptions/months-chart.ts';
import { letterView, monthsView } from './letters.view.ts';

/** The archive of what was told, month by month: what a monthly letter would have said. */
@NotApi()
@Controller('lettres')
export class LettersController {
  constructor(private readonly catalogue: Catalogue) {}

  @Get()
  @HtmlPage(new URL('./letters.hbs', import.meta.url))
  async list() {
    const found = await this.catalogue.months();
    return {
      title: 'Lettres des mois passés',
      description: 'Tout ce qu’Essaim a annoncé, mois par mois.',
      breadcrumb: [{ label: 'Lettres' }],
      isAvailable: found !== null,
      years: found && monthsView(found.items),
    };
  }

  @Get(':month')
  @HtmlPage(new URL('./letter.hbs', import.meta.url))
  async show(@Param('month') month: string, @Query() query: Record<string, unknown>) {
    if (!/^20\d{2}-(0[1-9]|1[0-2])$/.test(month)) throw new NotFound();
    const question = new URLSearchParams({ month, limit: '100' });
    const cursor = optionOf(query, 'cursor');
    if (cursor) question.set('cursor', cursor);
    const found = await this.catalogue.announcements(question.toString());
    if (!found) throw new Unavailable();
    return {
      ...letterView(month, cursor, found),
      title: `Lettre de ${monthInWords(month)}`.replace(/de (?=[ao])/, 'd’'),
      breadcrumb: [{ label: 'Lettres', path: '/lettres' }, { label: monthInWords(month) }],
    };
  }
}
