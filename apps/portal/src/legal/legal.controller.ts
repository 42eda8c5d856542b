import { Controller, Get, Inject } from '@nestjs/common';
import { frenchDate } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { conformity, type PublisherConfig } from './publisher.config.ts';

export const publisher = Symbol('who publishes the site');

const listed = (text: string): string[] =>
  text
    .split(';')
    .map((item) => item.trim())
    .filter(Boolean);

/** What the law wants said, as the operator's configuration says it. */
@NotApi()
@Controller()
export class LegalController {
  constructor(@Inject(publisher) private readonly said: PublisherConfig) {}

  @Get('mentions-legales')
  @HtmlPage(new URL('./legal-notice.hbs', import.meta.url))
  notice() {
    return { title: 'Mentions légales', breadcrumb: [{ label: 'Mentions légales' }], ...this.said };
  }

  @Get('accessibilite')
  @HtmlPage(new URL('./accessibility.hbs', import.meta.url))
  accessibility() {
    const { ESSAIM_ACCESSIBILITY, ESSAIM_ACCESSIBILITY_DATE: date, ESSAIM_ACCESSIBILITY_EXCEPTIONS } = this.said;
    return {
      title: 'Accessibilité',
      breadcrumb: [{ label: 'Accessibilité' }],
      ...this.said,
      state: conformity[ESSAIM_ACCESSIBILITY],
      isNotAudited: ESSAIM_ACCESSIBILITY === 'none',
      declaredOn: date && frenchDate(`${date}T12:00:00Z`),
      exceptions: listed(ESSAIM_ACCESSIBILITY_EXCEPTIONS),
    };
  }

  @Get('donnees-personnelles')
  @HtmlPage(new URL('./personal-data.hbs', import.meta.url))
  personalData() {
    return {
      title: 'Données personnelles',
      breadcrumb: [{ label: 'Données personnelles' }],
      ...this.said,
      processors: listed(this.said.ESSAIM_DATA_PROCESSORS),
    };
  }
}
