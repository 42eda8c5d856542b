import { Controller, Get, Header } from '@nestjs/common';
import { Caller, holds, networksOf, type Principal } from '#access';
import { Now } from '#platform';
import { ContributionRepository } from '../contributions/contribution.repository.ts';
import { awaitedAgreements, type Contribution } from '../contributions/contribution.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { PlanRepository } from '../plans/plan.repository.ts';
import { planView } from '../plans/plan.ts';
import { NetworkRequestRepository } from '../requests/network-request.repository.ts';

const weekMs = 7 * 24 * 3600_000;
const mostShown = 50;

const named = ({ _id, content, status, version }: Contribution) => ({
  id: _id,
  title: content.title ?? '',
  status,
  version,
});

/** « À faire cette semaine »: what waits for this person, or for the network of this key. */
@Controller('api/v1/me/tasks')
export class TasksController {
  constructor(
    private readonly contributions: ContributionRepository,
    private readonly plans: PlanRepository,
    private readonly meetings: MeetingRepository,
    private readonly requests: NetworkRequestRepository,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  async week(@Caller() caller: Principal, @Now() now: Date) {
    const facilitated = networksOf(caller, 'facilitator');
    const contributing = networksOf(caller, 'contributor');
    const soon = new Date(now.getTime() + weekMs);
    const [framing, completing, agreeing, plans, meetings, requests] = await Promise.all([
      this.contributions.waiting(facilitated, ['submitted'], undefined, mostShown),
      this.contributions.waiting(contributing, ['changes-requested', 'draft'], undefined, mostShown),
      this.contributions.awaiting(facilitated),
      this.plans.dueBefore(soon, [...new Set([...facilitated, ...contributing])], mostShown),
      this.meetings.list({ from: now.toISOString(), limit: mostShown }),
      holds(caller, 'operator') ? this.requests.list('open', undefined, mostShown) : { items: [], total: 0 },
    ]);
    const isMine = ({ createdBy }: Contribution) => caller.kind === 'network' || createdBy === caller.id;
    const toAgree = agreeing.filter((each) => awaitedAgreements(each).some((network) => facilitated.includes(network)));
    const returned = completing.items.filter((each) => each.status === 'changes-requested' || each.version > 0);
    const networks = networksOf(caller);
    return {
      until: soon.toISOString(),
      toFrame: { total: framing.total, items: framing.items.map(named) },
      toComplete: items(returned.filter(isMine)),
      drafts: items(completing.items.filter((each) => each.version === 0 && isMine(each))),
      toAgree: items(toAgree),
      plansDue: { total: plans.length, items: plans.map((plan) => planView(plan, now)) },
      meetings: meetings.items
        .filter(
          ({ network, startsAt, isCancelled }) =>
            networks.includes(network) && startsAt <= soon.toISOString() && !isCancelled,
        )
        .map(({ _id, title, startsAt, timeZone, place, visioUrl }) => ({
          id: _id,
          title,
          startsAt,
          timeZone,
          place,
          visioUrl,
        })),
      networkRequests: {
        total: requests.total,
        items: requests.items.map(({ _id, name, askedAt }) => ({ id: _id, name, askedAt })),
      },
    };
  }
}

const items = (contributions: readonly Contribution[]) => ({
  total: contributions.length,
  items: contributions.map(named),
});
