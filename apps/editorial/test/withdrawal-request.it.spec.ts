import { Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Announced, withdrawalRequested } from '#contracts';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { atOnce } from '../../../test/support/eventually.ts';
import { AskForMove } from '../src/resources/ask-for-move.ts';
import { HearWithdrawalRequest } from '../src/resources/hear-withdrawal-request.ts';
import { daysLater } from './builders.ts';
import { aCommittee, aMember } from './committee.ts';

beforeAll(() => Logger.overrideLogger(false));

const id = 'contribution-1';
const asked = (reason: string | null): Announced<typeof withdrawalRequested> => ({
  id: 'e1',
  type: withdrawalRequested.type,
  subject: id,
  aggregateVersion: 5,
  occurredAt: daysLater(40).toISOString(),
  data: { contributionId: id, version: 1, reason },
});

describe('An author’s request that a resource be withdrawn', () => {
  const { aDatabase } = mongoForThisFile();
  const prepared = async () => {
    const committee = await aDatabase(aCommittee);
    const { resources, seats } = committee;
    const hear = new HearWithdrawalRequest(resources, new AskForMove(resources, seats));
    const requests = async () => (await resources.get(id)).requests;
    return { committee, hear, requests };
  };

  it('waits for the committee, once, however often it is heard', async () => {
    const { committee, hear, requests } = await prepared();
    await committee.aPublic();
    await atOnce(5, () => hear.whenRequested(asked('Le contenu a vieilli.')));
    expect(await requests()).toMatchObject([{ command: 'withdraw', reason: 'Le contenu a vieilli.' }]);
  });

  it('comes again while the resource is not here yet, and is over once it is withdrawn', async () => {
    const { committee, hear, requests } = await prepared();
    await expect(hear.whenRequested(asked(null))).rejects.toThrow('Resource not found');
    await committee.aPublic();
    await committee.moveResource.execute(id, 'withdraw', { reason: 'Erreur.' }, aMember('marie'), daysLater(40));
    await hear.whenRequested(asked(null));
    expect(await requests()).toEqual([]);
  });
});
