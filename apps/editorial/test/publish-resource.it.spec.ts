import { describe, expect, it } from 'vitest';
import {
  type Announced,
  type AnnouncedResource,
  type caseApproved,
  resourcePublished,
  resourceRevised,
} from '#contracts';
import type { Database } from '#persistence';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { atOnce } from '../../../test/support/eventually.ts';
import { approvedResource } from '../src/cases/approved-resource.ts';
import { CaseRepository } from '../src/cases/case.repository.ts';
import { groundsOf } from '../src/cases/verdict.ts';
import { PublishResource } from '../src/resources/publish-resource.ts';
import { ResourceRepository } from '../src/resources/resource.repository.ts';
import { aCase, atOpening, daysLater } from './builders.ts';
import { aStillRelay, outboxOf } from './committee.ts';

const approved = (version: number): Announced<typeof caseApproved> => {
  const subject = aCase({ version, content: { title: `Version ${version}`, change: `Ce qui change ${version}.` } });
  const decidedAt = daysLater(version).toISOString();
  const grounds = groundsOf(subject, atOpening);
  const decision = { outcome: 'published', decidedAt, scope: null, verdict: null, grounds, reasons: [] } as const;
  const resource = approvedResource(subject, decision);
  const facts = { caseId: `case-${version}`, contributionId: 'contribution-1', version };
  return {
    id: `event-${version}`,
    type: 'editorial.case.approved.v1',
    subject: facts.caseId,
    aggregateVersion: 3,
    occurredAt: decidedAt,
    data: { ...facts, grounds: grounds as NonNullable<AnnouncedResource['grounds']>, resource },
  };
};

describe('An approved version', () => {
  const { aDatabase } = mongoForThisFile();
  const published = async () => {
    const { publish, resources } = await aDatabase((database: Database) => {
      const relay = aStillRelay(database);
      const repository = new ResourceRepository(database, relay);
      return { publish: new PublishResource(repository, new CaseRepository(database, relay)), resources: repository };
    });
    return {
      hear: (version: number) => publish.whenCaseApproved(approved(version)),
      current: async () => (await resources.store.find('contribution-1'))?.current,
      told: async () => (await outboxOf(resources.store, 'contribution-1')).map(({ type }) => type),
    };
  };

  it('is published once, however often it is heard', async () => {
    const { hear, current, told } = await published();
    const endings = await atOnce(10, () => hear(1));
    expect(endings.filter(({ status }) => status === 'rejected')).toEqual([]);
    await hear(1);
    expect(await told()).toEqual([resourcePublished.type]);
    expect(await current()).toMatchObject({ version: 1, revisedAt: null });
  });

  it('revises the one before, keeping the day it was first published', async () => {
    const { hear, current, told } = await published();
    await hear(1);
    await atOnce(5, () => hear(2));
    expect(await told()).toEqual([resourcePublished.type, resourceRevised.type]);
    expect(await current()).toMatchObject({
      version: 2,
      title: 'Version 2',
      publishedAt: daysLater(1).toISOString(),
      revisedAt: daysLater(2).toISOString(),
    });
  });

  it('that comes late changes nothing', async () => {
    const { hear, current, told } = await published();
    await hear(3);
    await hear(2);
    expect(await told()).toEqual([resourcePublished.type]);
    expect(await current()).toMatchObject({ version: 3 });
  });
});
