import { Controller, Get, Inject } from '@nestjs/common';
import { Now } from '#platform';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import { type Site, siteFacts } from '../pages/site.ts';
import { Agenda } from './agenda.ts';
import { deadlineView, meetingView } from './agenda.view.ts';

@NotApi()
@Controller('agenda')
export class AgendaController {
  constructor(
    private readonly agenda: Agenda,
    @Inject(siteFacts) private readonly site: Site,
  ) {}

  @Get()
  @HtmlPage(new URL('./agenda.hbs', import.meta.url))
  async show(@Now() now: Date) {
    const [meetings, deadlines] = await Promise.all([this.agenda.meetings(now), this.agenda.deadlines(now)]);
    return {
      title: 'Agenda',
      description: 'Réunions de collecte des réseaux et dates limites des financements, à suivre dans votre agenda.',
      breadcrumb: [{ label: 'Agenda' }],
      hasMeetings: meetings !== null,
      meetings: meetings?.map(meetingView),
      hasDeadlines: deadlines !== null,
      deadlines: deadlines?.map(deadlineView),
      meetingsCalendar: `${this.site.origin}/feeds/meetings.ics`,
      fundingCalendar: `${this.site.origin}/feeds/funding.ics`,
    };
  }
}
