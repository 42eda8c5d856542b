import { Injectable } from '@nestjs/common';
import { type Announced, announce, caseOpened, itemSelected } from '#contracts';
import { OnEvent } from '#messaging';
import { isDuplicateKey, newId } from '#persistence';
import { toPeople } from '../notices/notices.ts';
import { Policies } from '../policy/policies.ts';
import { CaseRepository } from './case.repository.ts';
import { type Case, newCase } from './case.ts';
import { CloseWithdrawnCase } from './close-withdrawn-case.ts';
import { nextEvaluation } from './evaluate.ts';
import { Seats } from './seats.ts';

/** What a watch editor chose comes before the committee like a contribution; where the date presses, its members are called at once. */
@Injectable()
export class OpenCaseForItem {
  constructor(
    private readonly cases: CaseRepository,
    private readonly policies: Policies,
    private readonly closeWithdrawnCase: CloseWithdrawnCase,
    private readonly seats: Seats,
  ) {}

  @OnEvent(itemSelected)
  async whenSelected({ data, aggregateVersion, occurredAt }: Announced<typeof itemSelected>): Promise<void> {
    const { itemId, version, network, involvedNetworks, content, selectedBy } = data;
    const now = new Date(occurredAt);
    const policy = await this.policies.current(now);
    const deadline = new Date(now.getTime() + policy.urgentHours * 3_600_000).toISOString();
    const urgent = data.urgent && { deadline, reason: data.urgent.reason };
    const subject: Omit<Case, 'v'> = {
      ...newCase,
      _id: newId(),
      contributionId: itemId,
      version,
      network,
      involvedNetworks,
      content,
      // Whoever chose it does not decide alone.
      endorsedBy: selectedBy,
      endorsedAs: aggregateVersion,
      policy,
      urgent,
      openedAt: occurredAt,
      evaluateAt: nextEvaluation({ openedAt: occurredAt, policy, urgent }, now),
    };
    const routed = { ...subject, ...(await this.seats.route({ ...subject, v: 0 }, now)) };
    const opened = announce(caseOpened, { caseId: subject._id, contributionId: itemId, version });
    try {
      await this.cases.store.insert(routed, now, opened, ...(await this.called(routed, now)));
    } catch (error) {
      // One case per version, ever: a repeat opens nothing.
      if (!isDuplicateKey(error)) throw error;
    }
    await this.closeWithdrawnCase.execute(itemId);
  }

  private async called(subject: Omit<Case, 'v'>, now: Date) {
    if (!subject.urgent) return [];
    const facts = { caseId: subject._id, title: subject.content.title, ...subject.urgent };
    const seats = await this.seats.countingOn({ ...subject, v: 0 }, now);
    return toPeople(
      seats.flatMap(({ holders }) => holders),
      'case.urgent',
      facts,
      'now',
    );
  }
}
