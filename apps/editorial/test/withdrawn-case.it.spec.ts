import { beforeEach, describe, expect, it } from 'vitest';
import { type Announced, contributionEndorsed, contributionWithdrawn } from '#contracts';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { aCase, atOpening } from './builders.ts';
import { aCommittee } from './committee.ts';

const envelope = (aggregateVersion: number) => ({
  id: `event-${aggregateVersion}`,
  subject: 'contribution-1',
  aggregateVersion,
  occurredAt: atOpening.toISOString(),
});
/** The nth write of the contribution endorsed this version of it. */
const endorsed = (nth: number, version = 1): Announced<typeof contributionEndorsed> => {
  const { contributionId, network, involvedNetworks, content } = aCase();
  const at = atOpening.toISOString();
  const handedIn = {
    contributionId,
    version,
    network,
    involvedNetworks: [...involvedNetworks],
    content,
    submittedAt: at,
  };
  return { ...envelope(nth), type: contributionEndorsed.type, data: { ...handedIn, endorsedAt: at, endorsedBy: null } };
};
/** The nth write of the contribution took it back. */
const withdrawn = (nth: number): Announced<typeof contributionWithdrawn> => ({
  ...envelope(nth),
  type: contributionWithdrawn.type,
  data: { contributionId: 'contribution-1', reason: 'Trop tôt.' },
});

describe('A contribution that its author took back', () => {
  const { aDatabase } = mongoForThisFile();
  let committee: ReturnType<typeof aCommittee>;
  beforeEach(async () => {
    committee = await aDatabase(aCommittee);
    await committee.policies.current(atOpening);
  });
  const cases = async () => {
    const { items } = await committee.cases.list({ limit: 10 });
    return items.map(({ version, decision }) => [version, decision?.outcome ?? 'open']);
  };

  it('is judged no more, and its case says why', async () => {
    await committee.openCase.whenEndorsed(endorsed(2));
    await committee.closeWithdrawnCase.whenWithdrawn(withdrawn(3));
    const { items } = await committee.cases.list({ limit: 10 });
    expect(items).toMatchObject([{ status: 'decided', decision: { outcome: 'withdrawn', reasons: ['Trop tôt.'] } }]);
  });

  it('is judged no more when that is heard before the endorsement, or at the same time', async () => {
    await committee.closeWithdrawnCase.whenWithdrawn(withdrawn(3));
    await committee.openCase.whenEndorsed(endorsed(2));
    expect(await cases()).toEqual([[1, 'withdrawn']]);

    const another = await aDatabase(aCommittee);
    await Promise.all([
      another.openCase.whenEndorsed(endorsed(2)),
      another.closeWithdrawnCase.whenWithdrawn(withdrawn(3)),
    ]);
    expect((await another.cases.list({ limit: 10 })).items).toMatchObject([{ decision: { outcome: 'withdrawn' } }]);
  });

  it('may come again as a later version, which a late repeat does not close', async () => {
    await committee.openCase.whenEndorsed(endorsed(2));
    await committee.closeWithdrawnCase.whenWithdrawn(withdrawn(3));
    await committee.openCase.whenEndorsed(endorsed(5, 2));
    await committee.closeWithdrawnCase.whenWithdrawn(withdrawn(3));
    await committee.openCase.whenEndorsed(endorsed(2));
    expect(await cases()).toEqual([
      [1, 'withdrawn'],
      [2, 'open'],
    ]);
  });
});
