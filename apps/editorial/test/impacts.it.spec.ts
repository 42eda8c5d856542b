import { Logger } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Announced, impactFound } from '#contracts';
import { Forbidden } from '#platform';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { HearImpact } from '../src/impacts/hear-impact.ts';
import { ImpactNotMovable, NoNewVersion } from '../src/impacts/impact.problems.ts';
import { impactIdOf } from '../src/impacts/impact.ts';
import { JudgeImpact } from '../src/impacts/judge-impact.ts';
import { RecallImpacts } from '../src/impacts/recall-impacts.ts';
import { ResourceNotFound, ResourceNotMovable } from '../src/resources/resource.problems.ts';
import { aResource, aVerification, daysLater } from './builders.ts';
import { aCommittee, aMember, loggedOf, noticesOf, ofNetwork } from './committee.ts';

beforeAll(() => Logger.overrideLogger(false));

const resourceId = 'contribution-1';
const impactId = impactIdOf({ itemId: 'law', resourceId });
const member = aMember('marie');
const author = ofNetwork('producer');
const stranger = { ...aMember('paul'), grants: [{ role: 'contributor', network: 'elsewhere' }] } as const;
const verification = {
  kind: 'lawyer',
  independence: 'third-party' as const,
  ...{ perimeter: 'Tout', sentence: 'Relue.' },
  ...{ verifiedAt: '2026-03-01T09:00:00.000Z', validUntil: null },
};
const found: Announced<typeof impactFound>['data'] = {
  ...{ itemId: 'law', itemTitle: 'LOI n° 2024-344 du 15 avril 2024', url: 'https://legifrance.example/loi' },
  ...{ publishedAt: '2024-04-16T05:00:00Z', resourceId, version: 1, level: 'certain', kind: 'modified' },
  ...{ keys: ['code:travail/L3142-54-1'], effectiveAt: '2024-04-17' },
};

describe('A legal text that changes what a resource cites', () => {
  const { aDatabase } = mongoForThisFile();
  let committee: ReturnType<typeof opened>;
  const opened = (database: Parameters<typeof aCommittee>[0]) => {
    const all = aCommittee(database);
    return {
      ...all,
      hear: new HearImpact(all.resources, all.seats),
      judge: new JudgeImpact(all.resources, all.moveResource),
      recall: new RecallImpacts(all.resources, all.seats, database),
    };
  };
  beforeEach(async () => {
    committee = await aDatabase(opened);
    await committee.ring.members.collection.insertOne({ _id: 'marie', v: 1, grants: member.grants } as never);
  });
  const heard = (more: Partial<typeof found> = {}, at = daysLater(40)) =>
    committee.hear.whenFound({ data: { ...found, ...more }, occurredAt: at.toISOString() } as never);
  const now = async () => (await committee.resources.get(resourceId)).current;
  const impact = async (id = impactId) => (await committee.resources.withImpact(id)).impact;
  const told = async () => (await committee.toldOf(resourceId)).map(({ type }) => type.split('.')[2]);
  const notices = () => noticesOf(committee.resources.store, resourceId);

  it('waits for people, is told to those who keep the resource and to the committee, and changes nothing in public', async () => {
    await expect(heard()).rejects.toBeInstanceOf(ResourceNotFound);
    await committee.aPublic();
    await heard();
    await heard();
    expect(await impact()).toMatchObject({ status: 'open', level: 'certain', effectiveAt: '2024-04-17' });
    expect(await now()).toMatchObject({ status: 'published' });
    expect(await told()).toEqual([]);
    expect(await notices()).toEqual(['network producer: impact.found', 'marie: impact.found']);
    expect(await loggedOf(committee.resources.store, resourceId)).toEqual(['impact.found']);
  });

  it('that only may concern it is listed, told to nobody, and told when it turns out graver', async () => {
    await committee.aPublic();
    await heard({ level: 'possible', keys: [] });
    expect(await notices()).toEqual([]);
    await heard({ level: 'probable' });
    expect(await impact()).toMatchObject({ level: 'probable' });
    await heard({ level: 'possible' });
    expect(await impact()).toMatchObject({ level: 'probable' });
    expect(await notices()).toEqual(['network producer: impact.found', 'marie: impact.found']);
  });

  it('once accepted flags the resource with a sentence, and voids what a professional had read when it is certain', async () => {
    await committee.aPublic({ verification }, { verifications: [aVerification()] });
    await heard();
    await committee.judge.accept(impactId, member, daysLater(41));
    expect(await now()).toMatchObject({
      status: 'flagged',
      statusReason: 'Un texte cité a changé le 17 avril 2024 ; relecture en cours.',
      verification: null,
    });
    expect(await committee.resources.get(resourceId)).toMatchObject({
      verifications: [],
      impacts: [{ status: 'accepted' }],
    });
    expect(await told()).toEqual(['flagged']);
    await expect(committee.judge.accept(impactId, member, daysLater(41))).rejects.toBeInstanceOf(ImpactNotMovable);
  });

  it('that is probable leaves what was read, and a second one flags what is flagged in its own words', async () => {
    await committee.aPublic({ verification }, { verifications: [aVerification()] });
    await heard({ level: 'probable', effectiveAt: null });
    await committee.judge.accept(impactId, author, daysLater(41));
    expect(await now()).toMatchObject({ statusReason: 'Un texte cité a changé ; relecture en cours.', verification });
    await heard({ itemId: 'other', effectiveAt: '2999-01-02' });
    await committee.judge.accept(impactIdOf({ itemId: 'other', resourceId }), member, daysLater(42));
    expect(await now()).toMatchObject({
      statusReason: 'Un texte cité change le 2 janvier 2999 ; relecture en cours.',
      verification: null,
    });
    expect(await told()).toEqual(['flagged', 'flagged']);
  });

  it('of no effect is closed with a reason: what it had flagged is confirmed once nothing else waits', async () => {
    await committee.aPublic();
    await heard();
    await heard({ itemId: 'other' });
    const other = impactIdOf({ itemId: 'other', resourceId });
    for (const id of [impactId, other]) await committee.judge.accept(id, member, daysLater(41));
    await committee.judge.close(impactId, 'no-effect', 'L’article cité n’est que renuméroté.', member, daysLater(42));
    expect(await now()).toMatchObject({ status: 'flagged' });
    await committee.judge.close(other, 'no-effect', 'Sans lien.', member, daysLater(43));
    expect(await now()).toMatchObject({ status: 'published', statusReason: null });
    expect(await impact()).toMatchObject({ status: 'closed', outcome: 'no-effect', by: 'marie' });
    expect((await notices()).filter((one) => one.includes('impact.closed'))).toEqual([
      'network producer: impact.closed',
    ]);
  });

  it.each([
    ['suspend', 'suspended'],
    ['withdraw', 'withdrawn'],
  ] as const)('may be closed with: %s', async (outcome, status) => {
    await committee.aPublic();
    await heard({ kind: 'repealed' });
    await committee.judge.close(impactId, outcome, 'Le décret est abrogé.', member, daysLater(41));
    expect(await now()).toMatchObject({ status, statusReason: 'Le décret est abrogé.' });
    expect(await impact()).toMatchObject({ status: 'closed', outcome });
    expect(await told()).toEqual([status]);
  });

  it('is settled by what is done with the whole resource', async () => {
    await committee.aPublic();
    await heard();
    await committee.judge.accept(impactId, member, daysLater(41));
    await committee.moveResource.execute(resourceId, 'confirm', { reason: 'Relue.' }, member, daysLater(42));
    expect(await impact()).toMatchObject({ status: 'closed', outcome: 'no-effect', reason: 'Relue.' });
  });

  it('is answered by a new version, which its own network may point to, and nothing else', async () => {
    await committee.aPublic();
    await heard();
    await heard({ itemId: 'other' });
    const other = impactIdOf({ itemId: 'other', resourceId });
    await expect(committee.judge.close(impactId, 'no-effect', 'Rien.', author, daysLater(41))).rejects.toBeInstanceOf(
      Forbidden,
    );
    await expect(
      committee.judge.close(impactId, 'new-version', 'Voilà.', author, daysLater(41)),
    ).rejects.toBeInstanceOf(NoNewVersion);
    await committee.judge.accept(impactId, author, daysLater(41));
    const resource = aResource({
      id: resourceId,
      version: 2,
      network: { id: 'producer', slug: 'riva-hdf', name: 'RIVA' },
    });
    await committee.publishResource.whenCaseApproved({
      data: { resource, caseId: 'none', contributionId: resourceId, version: 2 },
      occurredAt: daysLater(50).toISOString(),
    } as never);
    expect(await impact()).toMatchObject({ status: 'closed', outcome: 'new-version', by: null });
    expect(await impact(other)).toMatchObject({ status: 'open' });
    await committee.judge.close(other, 'new-version', 'La version 2 en tient compte.', author, daysLater(51));
    expect(await impact(other)).toMatchObject({ status: 'closed', outcome: 'new-version' });
  });

  it('is judged by nobody without a seat, and not on what is gone', async () => {
    await committee.aPublic();
    await heard();
    await expect(committee.judge.accept(impactId, stranger, daysLater(41))).rejects.toBeInstanceOf(Forbidden);
    await expect(committee.judge.close(impactId, 'no-effect', 'Rien.', stranger, daysLater(41))).rejects.toBeInstanceOf(
      Forbidden,
    );
    await committee.moveResource.execute(resourceId, 'suspend', { reason: 'En doute.' }, member, daysLater(41));
    await expect(committee.judge.accept(impactId, member, daysLater(42))).rejects.toBeInstanceOf(ResourceNotMovable);
    await committee.moveResource.execute(resourceId, 'withdraw', { reason: 'Périmée.' }, member, daysLater(42));
    expect(await impact()).toMatchObject({ status: 'closed', outcome: 'withdraw' });
    await heard({ itemId: 'later' });
    await expect(committee.resources.withImpact(impactIdOf({ itemId: 'later', resourceId }))).rejects.toThrow();
  });

  it('is recalled thirty and seven days before it takes effect, once each, until it is settled', async () => {
    await committee.aPublic();
    const effect = daysLater(100);
    await heard({ effectiveAt: effect.toISOString().slice(0, 10) });
    for (let day = 41; day < 104; day += 1) await committee.recall.tick(daysLater(day));
    const recalled = (await notices()).filter((one) => one.includes('impact.due'));
    expect(recalled).toEqual([...Array(2)].flatMap(() => ['network producer: impact.due', 'marie: impact.due']));
  });
});
