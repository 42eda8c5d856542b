import { Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Announced, isCreditRemoved, nameRemovalRequested, resourceCreditRemoved } from '#contracts';
import { mongoForThisFile } from '../../../test/support/engines.ts';
import { atOnce } from '../../../test/support/eventually.ts';
import { RemoveCredit } from '../src/resources/remove-credit.ts';
import { revisedFrom } from '../src/resources/resource.ts';
import { daysLater } from './builders.ts';
import { aCommittee } from './committee.ts';

beforeAll(() => Logger.overrideLogger(false));

const id = 'contribution-1';
const asked: Announced<typeof nameRemovalRequested> = {
  id: 'e1',
  type: nameRemovalRequested.type,
  subject: id,
  aggregateVersion: 5,
  occurredAt: daysLater(40).toISOString(),
  data: { contributionId: id, version: 1, reason: null },
};

describe('An author’s request that their name go', () => {
  const { aDatabase } = mongoForThisFile();

  it('is done once, leaves the rest as it was, and holds for the next version', async () => {
    const { resources, aPublic, toldOf } = await aDatabase(aCommittee);
    const remove = new RemoveCredit(resources);
    await expect(remove.whenRequested(asked)).rejects.toThrow('Resource not found');
    await aPublic();
    const before = (await resources.get(id)).current;
    await atOnce(5, () => remove.whenRequested(asked));
    const { current, history } = await resources.get(id);
    expect(current).toEqual({
      ...before,
      network: { id: before.network.id, slug: 'nom-retire', name: 'Nom retiré à la demande de l’auteur' },
    });
    expect(history.filter(({ what }) => what === 'credit-removed')).toHaveLength(1);
    const told = (await toldOf(id)).filter(({ type }) => type === resourceCreditRemoved.type);
    expect(told).toHaveLength(1);
    expect(JSON.stringify(told)).not.toContain(before.network.name);
    expect(isCreditRemoved(revisedFrom(current, { ...before, version: 2 }))).toBe(true);
  });
});
