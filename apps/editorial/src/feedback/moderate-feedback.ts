import { Injectable } from '@nestjs/common';
import type { Principal } from '#access';
import { type Announcement, announce, feedbackPublished } from '#contracts';
import { Forbidden } from '#platform';
import { recorded } from '../audit/recorded.ts';
import { toNetwork } from '../notices/notices.ts';
import { isAuthor } from '../resources/move-resource.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import type { Resource } from '../resources/resource.ts';
import { FeedbackModerated, FeedbackNotFound } from './feedback.problems.ts';
import { FeedbackRepository } from './feedback.repository.ts';
import type { Feedback } from './feedback.ts';

/** A member of the committee publishes a feedback or sets it aside; nobody does so for their own network's resource. */
@Injectable()
export class ModerateFeedback {
  constructor(
    private readonly feedback: FeedbackRepository,
    private readonly resources: ResourceRepository,
  ) {}

  async execute(id: string, status: 'published' | 'rejected', caller: Principal, now: Date): Promise<Feedback> {
    return this.feedback.store.change(async () => {
      const feedback = await this.feedback.store.find(id);
      if (!feedback) throw new FeedbackNotFound();
      const resource = await this.resources.get(feedback.resource);
      if (isAuthor(resource, caller)) throw new Forbidden();
      if (feedback.status === status) return feedback;
      if (feedback.status !== 'pending') throw new FeedbackModerated(feedback.status);
      const changes = { status, moderatedBy: caller.id, moderatedAt: now.toISOString() };
      return this.feedback.store.save(
        feedback,
        changes,
        now,
        // What was set aside is nobody's business.
        ...(status === 'published' ? publication(feedback, resource) : []),
        recorded(`feedback.${status}`, caller, { kind: 'feedback', id }, { detail: { resource: resource._id } }),
      );
    });
  }
}

const publication = (feedback: Feedback, { _id: resourceId, current }: Resource): Announcement[] => {
  const { _id: feedbackId, version, territory, usefulness, minutesSaved, outcome, comment, givenAt } = feedback;
  const { title, network } = current;
  const said = { territory, usefulness, minutesSaved, comment };
  const facts = { feedbackId, resourceId, version, title, networkId: network.id, ...said, outcome, givenAt };
  return [
    announce(feedbackPublished, facts),
    toNetwork(network.id, 'resource.feedback_received', { resourceId, title, ...said }),
  ];
};
