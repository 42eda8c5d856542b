import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { contributionPath } from '../contribute/my-contributions.view.ts';
import { stepPath } from '../contribute/step.view.ts';
import { needed } from '../forms/refused.ts';
import { frenchDate, spaced } from '../pages/french.ts';
import { HtmlPage, NotApi } from '../pages/html-page.ts';
import type { Visitor } from '../pages/visitor.ts';
import { facilitatedBy, type Managed, managed, managementPath } from '../people/managed-networks.ts';
import { ActingApi } from '../sign-in/acting-api.ts';
import { SignedIn } from '../sign-in/signed-in.ts';
import { framingPath } from './framing.view.ts';

interface Named {
  readonly id: string;
  readonly title: string;
}
interface Some<Item> {
  readonly total: number;
  readonly items: readonly Item[];
}
interface Week {
  readonly until: string;
  readonly toFrame: Some<Named>;
  readonly toComplete: Some<Named>;
  readonly drafts: Some<Named>;
  readonly toAgree: Some<Named>;
  readonly plansDue: Some<Named & { readonly network: string; readonly dueAt: string; readonly stage: string | null }>;
  readonly meetings: readonly (Named & { readonly startsAt: string; readonly place: string | null })[];
  readonly networkRequests: Some<{ readonly id: string; readonly name: string; readonly askedAt: string }>;
}

/** « À faire cette semaine »: what waits for who looks. */
@NotApi()
@Controller('animation')
export class WeekController {
  constructor(private readonly api: ActingApi) {}

  @Get()
  @HtmlPage(new URL('./week.hbs', import.meta.url))
  async week(@SignedIn() visitor: Visitor, @Req() request: FastifyRequest) {
    const week = needed(await this.api.call<Week>(request, 'GET', '/api/v1/me/tasks'));
    const lists = listsOf(week).filter(({ items }) => items.length > 0);
    return {
      title: 'À faire cette semaine',
      breadcrumb: [{ label: 'À faire cette semaine' }],
      until: week.until,
      lists,
      isEmpty: lists.length === 0,
      networks: facilitatedBy(visitor).map(({ slug, name }) => ({
        name,
        pages: (Object.keys(managed) as Managed[]).map((what) => ({
          label: managed[what],
          path: managementPath(slug, what),
        })),
      })),
    };
  }
}

const listsOf = (week: Week) => {
  const lines = (
    items: readonly Named[],
    path: (id: string) => string | null,
    note: (item: Named) => string | null = () => null,
  ) => items.map((item) => ({ title: spaced(item.title) || 'Sans titre', path: path(item.id), note: note(item) }));
  const dueOn = new Map(week.plansDue.items.map((plan) => [plan.id, plan]));
  const meetingOn = new Map(week.meetings.map((meeting) => [meeting.id, meeting]));
  return [
    { heading: 'Contributions à cadrer', all: '/animation/cadrage', items: lines(week.toFrame.items, framingPath) },
    {
      heading: 'Accords à donner comme coproducteur',
      items: lines(week.toAgree.items, (id) => `${contributionPath(id)}/accord`),
    },
    { heading: 'À compléter', items: lines(week.toComplete.items, (id) => stepPath(id, 'relire')) },
    { heading: 'Brouillons', items: lines(week.drafts.items, (id) => stepPath(id, 'relire')) },
    {
      heading: 'Engagements à échéance',
      items: lines(
        week.plansDue.items,
        (id) => managementPath(dueOn.get(id)?.network ?? '', 'engagements'),
        ({ id }) => dueNote(dueOn.get(id)),
      ),
    },
    {
      heading: 'Réunions de collecte',
      items: lines(
        week.meetings,
        () => '/agenda',
        ({ id }) => frenchDate(meetingOn.get(id)?.startsAt ?? week.until),
      ),
    },
    {
      heading: 'Réseaux qui demandent à rejoindre',
      all: '/exploitation/demandes',
      items: week.networkRequests.items.map(({ name, askedAt }) => ({
        title: name,
        path: null,
        note: `demandé le ${frenchDate(askedAt)}`,
      })),
    },
  ];
};

const dueNote = (plan: Week['plansDue']['items'][number] | undefined): string | null =>
  plan ? `${plan.stage === 'overdue' ? 'en retard, attendu' : 'attendu'} le ${frenchDate(plan.dueAt)}` : null;
