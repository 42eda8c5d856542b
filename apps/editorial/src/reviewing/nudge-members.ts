import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { KnownNetworks } from '#access';
import type { Announcement } from '#contracts';
import { Database, isDatabaseAway } from '#persistence';
import { CaseRepository } from '../cases/case.repository.ts';
import type { Case } from '../cases/case.ts';
import { type OpenSeat, Seats } from '../cases/seats.ts';
import { WeighCase } from '../cases/weigh-case.ts';
import { CommitteeRepository } from '../committees/committee.repository.ts';
import { toNetwork, toPeople } from '../notices/notices.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import { NudgeRepository } from './nudge.repository.ts';
import { dueNudges, type Nudge, verificationNudges } from './nudge.ts';
import { canUnblock } from './unblock.ts';

const everyMs = 60_000;
const most = 500;

/** Reminds those who can unblock a case, and nobody else; tells the chair of what nobody looks at. */
@Injectable()
export class NudgeMembers {
  private readonly logger = new Logger(NudgeMembers.name);

  constructor(
    private readonly database: Database,
    private readonly nudges: NudgeRepository,
    private readonly cases: CaseRepository,
    private readonly resources: ResourceRepository,
    private readonly seats: Seats,
    private readonly committees: CommitteeRepository,
    private readonly networks: KnownNetworks,
    private readonly weighCase: WeighCase,
  ) {}

  @Interval(everyMs)
  async tick(now = new Date()): Promise<void> {
    if (!this.database.isReady) return;
    try {
      const cases = await this.cases.undecidedCases(most);
      await this.tellNew(
        cases,
        (subject) => dueNudges(subject, now),
        (nudge, subject) => this.onCase(nudge, subject, now),
        now,
      );
      const due = await this.resources.verifiedUntil(new Date(now.getTime() + 30 * 24 * 3_600_000), most);
      await this.tellNew(
        due,
        ({ current }) => verificationNudges(current, now),
        async ({ kind }, { current }) => {
          const { id: resourceId, title, verifiedUntil } = current;
          return [toNetwork(current.network.id, kind, { resourceId, title, verifiedUntil })];
        },
        now,
      );
    } catch (error) {
      if (!isDatabaseAway(error)) this.logger.error({ error });
    }
  }

  private async tellNew<Thing>(
    things: readonly Thing[],
    nudgesOf: (thing: Thing) => readonly Nudge[],
    noticesOf: (nudge: Nudge, thing: Thing) => Promise<Announcement[]>,
    now: Date,
  ): Promise<void> {
    const due = things.flatMap((thing) => nudgesOf(thing).map((nudge) => ({ nudge, thing })));
    const untold = await this.nudges.untold(due.map(({ nudge }) => nudge.slot));
    for (const { nudge, thing } of due) {
      if (untold.has(nudge.slot)) await this.nudges.tell(nudge.slot, now, await noticesOf(nudge, thing));
    }
  }

  private async onCase({ kind }: Nudge, subject: Case, now: Date): Promise<Announcement[]> {
    const { missing } = await this.weighCase.execute(subject, now);
    const facts = {
      caseId: subject._id,
      title: subject.content.title,
      openedAt: subject.openedAt,
      missing: missing.map(({ detail }) => detail),
    };
    const counting = await this.seats.countingOn(subject, now);
    if (kind !== 'case.reminder') {
      const { chair } = await this.committees.get(subject.committee);
      const told = chair ? [chair] : counting.flatMap(({ holders }) => holders);
      return toPeople(told, kind, facts, subject.urgent ? 'now' : 'digest');
    }
    const kinds = await this.networks.kinds(counting.map(({ network }) => network));
    const isAsked = (seat: OpenSeat) =>
      canUnblock(seat, kinds.get(seat.network) ?? 'territorial', subject.opinions, missing);
    return toPeople(
      counting.filter(isAsked).flatMap(({ holders }) => holders),
      kind,
      facts,
    );
  }
}
