import { Injectable } from '@nestjs/common';
import { resourceRevised, resourceWithdrawn } from '#contracts';
import { type AnnouncedAs, OnEvent } from '#messaging';
import { CaseRepository } from '../cases/case.repository.ts';
import type { Decision } from '../cases/case.ts';

/** A proposal is about one public version: a later one, or a withdrawal, ends it without a decision. */
@Injectable()
export class CloseOutdatedProposals {
  constructor(private readonly cases: CaseRepository) {}

  @OnEvent(resourceRevised, resourceWithdrawn)
  async whenItIsNoMore(event: AnnouncedAs<typeof resourceRevised | typeof resourceWithdrawn>): Promise<void> {
    const { resource } = event.data;
    const isWithdrawn = resource.status === 'withdrawn';
    const reasons = [isWithdrawn ? 'La ressource est retirée.' : 'Une nouvelle version est publiée.'];
    const decision: Decision = {
      outcome: 'withdrawn',
      decidedAt: event.occurredAt,
      scope: null,
      verdict: null,
      grounds: null,
      reasons,
    };
    await this.cases.store.change(async () => {
      for (const subject of await this.cases.openOf(resource.id, 'label')) {
        if (!isWithdrawn && subject.version >= resource.version) continue;
        const closed = { status: 'decided', decision, evaluateAt: null } as const;
        await this.cases.store.save(subject, closed, new Date(event.occurredAt));
      }
    });
  }
}
