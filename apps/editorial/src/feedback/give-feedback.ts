import { Injectable } from '@nestjs/common';
import { networksOf, type Principal } from '#access';
import { createOnce, type IdempotentRequest, idempotencyOf, newId } from '#persistence';
import { ResourceNotPublished } from '../resources/resource.problems.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import { TrialRepository } from '../trials/trial.repository.ts';
import { FeedbackRepository } from './feedback.repository.ts';
import type { GivenFeedback } from './feedback.ts';
import { HourlyAllowance } from './hourly-allowance.ts';

/** Anybody tells how a resource served them. A member of the committee reads it before everyone does. */
@Injectable()
export class GiveFeedback {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly feedback: FeedbackRepository,
    private readonly allowance: HourlyAllowance,
    private readonly trials: TrialRepository,
  ) {}

  async execute(
    resourceId: string,
    given: GivenFeedback,
    { caller, address }: { readonly caller: Principal | undefined; readonly address: string },
    request: IdempotentRequest | undefined,
    now: Date,
  ): Promise<{ id: string; status: 'pending' }> {
    const { current } = await this.resources.get(resourceId);
    if (!['published', 'flagged'].includes(current.status)) throw new ResourceNotPublished(current.status);
    if (given.trial) await this.trials.refuseAnswer(given.trial, resourceId, given.answers ?? [], caller, now);
    await this.allowance.take(address);
    return createOnce(this.feedback.store.model, request, async () => {
      const answer = { id: newId(), status: 'pending' as const };
      await this.feedback.store.insert(
        {
          territory: given.territory,
          usefulness: given.usefulness,
          minutesSaved: given.minutesSaved ?? null,
          outcome: given.outcome ?? null,
          comment: given.comment ?? null,
          trial: given.trial ?? null,
          answers: given.answers ?? [],
          _id: answer.id,
          status: answer.status,
          resource: resourceId,
          version: current.version,
          network: networkOf(caller),
          givenAt: now.toISOString(),
          moderatedBy: null,
          moderatedAt: null,
          idempotency: idempotencyOf(request, answer, new Date()),
        },
        now,
      );
      return answer;
    });
  }
}

const networkOf = (caller: Principal | undefined): string | null =>
  caller?.kind === 'network' ? caller.id : ((caller && networksOf(caller)[0]) ?? null);
