import { Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it } from 'vitest';
import { caseApproved, contributionWithdrawn } from '#contracts';
import { aDatabaseName, mongoForThisFile } from '../../../test/support/engines.ts';
import { answers, atOnce } from '../../../test/support/eventually.ts';
import { CaseDecided } from '../src/cases/case.problems.ts';
import type { Recommendation } from '../src/cases/case.ts';
import { aCase, anOpinion, atOpening, opinionsSaying } from './builders.ts';
import { aCommittee, aMember, saying } from './committee.ts';

const colleges = ['expert', 'reseau-partenaire', 'partenaire-local', 'associatif', 'etat'];
const rounds = Array.from({ length: 20 }, (_, round) => round);

beforeAll(() => Logger.overrideLogger(false));

describe('Members who race for the deciding opinion', () => {
  const { aDatabase } = mongoForThisFile();
  /** Two instances of the service, on one database. */
  const twoInstances = async () => {
    const name = aDatabaseName();
    const one = await aDatabase(aCommittee, name);
    const other = await aDatabase(aCommittee, name);
    return { one, other, of: (n: number) => (n % 2 ? one : other) };
  };
  const vote = (recommendation: Recommendation = 'approve') =>
    saying(anOpinion({ recommendation, comment: 'Parce que.' }));
  const refusals = (endings: readonly PromiseSettledResult<unknown>[]) =>
    endings.flatMap((ending) => (ending.status === 'rejected' ? [ending.reason] : []));

  it.each([2, 3, 4, 5])('make one decision and one announcement, when they are %d (F57)', async (racing) => {
    const { one, of } = await twoInstances();
    for (const round of rounds) {
      const _id = `case-${round}`;
      await one.open(aCase({ _id, contributionId: _id, opinions: opinionsSaying('approve', 'approve') }));
      const endings = await atOnce(racing, (n) =>
        of(n).recordOpinion.execute(_id, vote(), aMember(`m${n}`, colleges[n % 3]), atOpening),
      );
      expect(answers(endings)).toHaveLength(1);
      for (const refusal of refusals(endings)) expect(refusal).toBeInstanceOf(CaseDecided);

      const decided = await one.cases.store.find(_id);
      expect(decided).toMatchObject({
        status: 'decided',
        decision: { outcome: 'published', grounds: { opinions: 3 } },
      });
      expect(decided?.opinions).toHaveLength(3);
      const outbox = await one.outbox(_id);
      expect(outbox.map(({ type, subject }) => [type, subject])).toEqual([[caseApproved.type, _id]]);
    }
  });

  it('lose no opinion on the way to the quorum, and add none after it', async () => {
    const { one, of } = await twoInstances();
    for (const round of rounds) {
      const _id = `case-${round}`;
      await one.open(aCase({ _id, contributionId: _id }));
      const endings = await atOnce(5, (n) =>
        of(n).recordOpinion.execute(_id, vote(), aMember(`m${n}`, colleges[n]), atOpening),
      );
      expect(answers(endings)).toHaveLength(3);
      const decided = await one.cases.store.find(_id);
      expect(decided?.opinions).toHaveLength(3);
      expect(await one.outbox(_id)).toHaveLength(1);
    }
  });

  it('reach one outcome, when some approve and some decline', async () => {
    const { one, of } = await twoInstances();
    for (const round of rounds) {
      const _id = `case-${round}`;
      await one.open(aCase({ _id, contributionId: _id, opinions: opinionsSaying('approve', 'decline') }));
      await atOnce(4, (n) =>
        of(n).recordOpinion.execute(_id, vote(n < 2 ? 'approve' : 'decline'), aMember(`m${n}`, 'expert'), atOpening),
      );
      const decided = await one.cases.store.find(_id);
      const outbox = await one.outbox(_id);
      expect(outbox).toHaveLength(1);
      expect(outbox[0]?.type).toBe(
        decided?.decision?.outcome === 'published' ? caseApproved.type : 'editorial.case.declined.v1',
      );
    }
  });

  it('race also with the author who takes it back: either it is decided, or it is withdrawn', async () => {
    const { one, other } = await twoInstances();
    const outcomes = new Set<string | undefined>();
    for (const round of rounds) {
      const _id = `case-${round}`;
      await one.open(aCase({ _id, contributionId: _id, opinions: opinionsSaying('approve', 'approve') }));
      const data = { contributionId: _id, reason: null };
      const withdrawn = { id: _id, type: contributionWithdrawn.type, subject: _id, aggregateVersion: 9, data };
      await Promise.allSettled([
        one.recordOpinion.execute(_id, vote(), aMember('m', 'expert'), atOpening),
        other.closeWithdrawnCase.whenWithdrawn({ ...withdrawn, occurredAt: atOpening.toISOString() }),
      ]);
      const outcome = (await one.cases.store.find(_id))?.decision?.outcome;
      outcomes.add(outcome);
      expect(await one.outbox(_id)).toHaveLength(outcome === 'published' ? 1 : 0);
    }
    for (const outcome of outcomes) expect(['published', 'withdrawn']).toContain(outcome);
  });
});
