import { Logger } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InvalidFields } from '#platform';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { answers, atOnce } from '../../../test/support/eventually.ts';
import type { Recommendation } from '../src/cases/case.ts';
import { aCase, anOpinion, atOpening, daysLater, opinionsSaying } from './builders.ts';
import { aCommittee, aMember, saying } from './committee.ts';
import { aCommitteeOf } from './committees.ts';

beforeAll(() => Logger.overrideLogger(false));

const { aDatabase } = mongoForThisFile();
let committee: ReturnType<typeof aCommittee>;
beforeEach(async () => {
  committee = await aDatabase(aCommittee);
});

describe('A version of the policy', () => {
  const add = (changes: Record<string, unknown>, activeFrom?: string) =>
    committee.addPolicyVersion.execute(
      { changes, activeFrom, comment: 'Essai.' },
      aMember('nadia'),
      undefined,
      atOpening,
    );
  const inForce = async (days: number) => (await committee.policies.current(daysLater(days))).version;

  it('is in force from its day on, and those before it stay to be read', async () => {
    await add({ quorum: { usual: { opinions: 4 } } }, daysLater(10).toISOString());
    expect([await inForce(9), await inForce(10)]).toEqual([1, 2]);
    expect(await committee.policies.find(2)).toMatchObject({
      quorum: { usual: { opinions: 4, colleges: 3 } },
      comment: 'Essai.',
    });
    expect((await committee.policies.all()).map(({ version }) => version)).toEqual([2, 1]);
  });

  it('changes nothing for what opened before it', async () => {
    await committee.open(aCase({ opinions: opinionsSaying('approve', 'approve') }));
    await add({ quorum: { usual: { opinions: 9 } } });
    const { subject } = await committee.recordOpinion.execute(
      'case-1',
      saying(anOpinion()),
      aMember('m', 'expert'),
      daysLater(1),
    );
    expect(subject.decision).toMatchObject({ outcome: 'published', grounds: { policyVersion: 1 } });
  });

  it.each([
    [{ quorum: { usual: { opinions: 0 } } }, '/changes/quorum/usual/opinions'],
    [{ aproval: {} }, '/changes/aproval'],
    [{ approval: { parts: 4, of: 3 } }, '/changes/approval'],
    [{ decisionDelayDays: null }, '/changes/decisionDelayDays'],
  ])('that says %j is refused where it is wrong', async (changes, pointer) => {
    const refusal = add(changes);
    await expect(refusal).rejects.toBeInstanceOf(InvalidFields);
    await expect(refusal).rejects.toMatchObject({ errors: [{ pointer }] });
    expect(await committee.policies.all()).toHaveLength(1);
  });

  it('is never for the past', async () => {
    await expect(add({ urgentHours: 24 }, daysLater(-1).toISOString())).rejects.toMatchObject({
      errors: [{ code: 'in-the-past' }],
    });
  });

  it('is never in force before the one that it is built on', async () => {
    await add({ urgentHours: 24 }, daysLater(10).toISOString());
    await expect(add({ urgentHours: 12 })).rejects.toMatchObject({ errors: [{ code: 'before-the-last' }] });
    expect((await add({ urgentHours: 12 }, daysLater(10).toISOString())).version).toBe(3);
  });

  it('is one of a row, when two are added at once', async () => {
    const endings = await atOnce(4, (n) => add({ urgentHours: 24 + n }));
    const added = answers(endings).length;
    expect(added).toBeGreaterThanOrEqual(1);
    expect((await committee.policies.all()).map(({ version }) => version)).toHaveLength(added + 1);
  });
});

describe('A preview', () => {
  const decided = async (_id: string, at: Date, ...said: Recommendation[]) => {
    await committee.open(aCase({ _id, contributionId: _id, opinions: opinionsSaying(...said) }));
    await committee.recordOpinion.execute(_id, saying(anOpinion({ comment: 'Oui.' })), aMember('m', 'expert'), at);
  };
  const preview = (changes: object) => committee.previewPolicy.execute(changes, daysLater(95));

  it('says which decisions of the last 90 days would have differed, and how', async () => {
    await decided('old', daysLater(1), 'approve', 'approve');
    await decided('close', daysLater(30), 'approve', 'decline');
    await decided('clear', daysLater(31), 'approve', 'approve');
    expect(await preview({ urgentHours: 12 })).toMatchObject({ basedOn: 1, decided: 2, changed: 0, items: [] });
    expect(await preview({ approval: { parts: 3, of: 4 } })).toMatchObject({
      changed: 1,
      items: [{ caseId: 'close', before: { outcome: 'published' }, after: { outcome: 'changes-requested' } }],
    });
    const { v: _, ...local } = aCommitteeOf();
    await committee.committees.store.insert(local, atOpening);
    expect((await preview({ quorum: { usual: { opinions: 6 } } })).committees).toContainEqual({
      id: 'committee-1',
      name: 'Comité des Hauts-de-France',
      seats: 5,
      colleges: 5,
    });
    const stricter = await preview({ quorum: { usual: { opinions: 4 } } });
    expect(stricter.items.map(({ after, missing }) => [after.outcome, missing[0]?.code])).toEqual([
      [null, 'opinions'],
      [null, 'opinions'],
    ]);
    expect(await committee.policies.all()).toHaveLength(1);
  });
});
