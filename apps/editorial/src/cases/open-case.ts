import { Injectable } from '@nestjs/common';
import { type Announced, announce, caseOpened, contributionEndorsed } from '#contracts';
import { OnEvent } from '#messaging';
import { isDuplicateKey, newId } from '#persistence';
import { toPeople } from '../notices/notices.ts';
import { Policies } from '../policy/policies.ts';
import { CaseRepository } from './case.repository.ts';
import { type Case, newCase } from './case.ts';
import { CloseWithdrawnCase } from './close-withdrawn-case.ts';
import { nextEvaluation } from './evaluate.ts';
import { Seats } from './seats.ts';

/** An endorsed version comes before the committee. */
@Injectable()
export class OpenCase {
  constructor(
    private readonly cases: CaseRepository,
    private readonly policies: Policies,
    private readonly closeWithdrawnCase: CloseWithdrawnCase,
    private readonly seats: Seats,
  ) {}

  @OnEvent(contributionEndorsed)
  async whenEndorsed({ data, aggregateVersion, occurredAt }: Announced<typeof contributionEndorsed>): Promise<void> {
    const { contributionId, version, network, involvedNetworks, content, endorsedBy } = data;
    const now = new Date(occurredAt);
    const policy = await this.policies.current(now);
    const caseId = newId();
    const subject: Omit<Case, 'v'> = {
      ...newCase,
      _id: caseId,
      contributionId,
      version,
      network,
      involvedNetworks,
      content,
      endorsedBy,
      endorsedAs: aggregateVersion,
      policy,
      openedAt: occurredAt,
      evaluateAt: nextEvaluation({ openedAt: occurredAt, policy, urgent: null }, now),
    };
    const routed = await this.seats.route({ ...subject, v: 0 }, now);
    const seats = await this.seats.countingOn({ ...subject, ...routed, v: 0 }, now);
    const reviewers = seats.flatMap(({ holders }) => holders);
    try {
      await this.cases.store.insert(
        { ...subject, ...routed },
        now,
        announce(caseOpened, { caseId, contributionId, version }),
        ...toPeople(reviewers, 'case.opened', { caseId, title: content.title }),
      );
    } catch (error) {
      // One case per version, ever: a repeat opens nothing.
      if (!isDuplicateKey(error)) throw error;
    }
    await this.closeWithdrawnCase.execute(contributionId);
  }
}
