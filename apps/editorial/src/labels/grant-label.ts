import { Injectable } from '@nestjs/common';
import { type Announced, announce, labelDecided, resourceLabelled } from '#contracts';
import { OnEvent } from '#messaging';
import { CaseRepository } from '../cases/case.repository.ts';
import { shownVerification } from '../cases/sentences.ts';
import { toNetwork } from '../notices/notices.ts';
import { ResourceRepository } from '../resources/resource.repository.ts';
import type { Resource } from '../resources/resource.ts';
import { toldBeside } from '../resources/resource-announcements.ts';

type Decided = Announced<typeof labelDecided>;

/** What the committee decided on a proposal is written on the resource: the national reference, or nothing. */
@Injectable()
export class GrantLabel {
  constructor(
    private readonly resources: ResourceRepository,
    private readonly cases: CaseRepository,
  ) {}

  @OnEvent(labelDecided)
  async whenLabelDecided({ data, occurredAt }: Decided): Promise<void> {
    const { store } = this.resources;
    const now = new Date(occurredAt);
    await store.change(async () => {
      const resource = await store.find(data.resourceId);
      if (!resource || resource.lastProposal >= data.proposal) return;
      const decided = { lastProposal: data.proposal };
      if (data.outcome !== 'labelled' || !isStillThat(resource, data)) {
        const { title, network } = resource.current;
        const facts = { resourceId: resource._id, title, reasons: data.reasons };
        await store.save(resource, decided, now, toNetwork(network.id, 'label.not-granted', facts));
        return;
      }
      const { current: previous, history } = resource;
      const verifications = (await this.cases.store.find(data.caseId))?.verifications ?? resource.verifications;
      const current = {
        ...previous,
        label: 'reference' as const,
        labelledUntil: data.labelledUntil,
        // The procedure may have brought a check of its own.
        verification: shownVerification(verifications, occurredAt) ?? previous.verification,
      };
      const entry = { what: 'label', by: null, at: occurredAt, version: current.version, reason: null } as const;
      const changes = { ...decided, current, verifications, history: [...history, entry] };
      await store.save(
        resource,
        changes,
        now,
        announce(resourceLabelled, { resource: current, previous }),
        ...toldBeside(resource, 'label', null, null),
      );
    });
  }
}

/** What was suspended, withdrawn or revised since the vote is not what was voted on. */
const isStillThat = ({ current }: Resource, { version }: Decided['data']): boolean =>
  current.version === version && ['published', 'flagged'].includes(current.status);
