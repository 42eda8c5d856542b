import { describe, expect, it } from 'vitest';
import { DeadLetters, Hopeless } from '#messaging';
import { mongoForThisFile } from '../../test/support/engines.ts';
import { eventually } from '../../test/support/eventually.ts';
import { Clerk, parcelsOf, postOffice } from './test/harness.ts';

describe('A dead letter', () => {
  const { uri } = mongoForThisFile();
  const { aNats, aService } = postOffice();

  /** An office whose clerk refused these parcels. */
  const anOfficeThatRefused = async (...parcels: string[]) => {
    const office = await aService({ mongo: uri(), nats: (await aNats()).url, providers: [Clerk] });
    const clerk = office.get(Clerk);
    const dead = office.get(DeadLetters);
    clerk.react = async () => {
      throw new Hopeless('closed on Mondays');
    };
    await office.ready();
    for (const [index, parcel] of parcels.entries()) {
      await office.parcels.add(parcel);
      await eventually(async () => expect(await dead.list()).toHaveLength(index + 1));
    }
    return { clerk, dead };
  };

  it('can be listed, the oldest first and so many at most, and shown', async () => {
    const { dead } = await anOfficeThatRefused('p1', 'p2', 'p3');
    const letters = await dead.list();
    expect(letters.map(({ event }) => event.subject)).toEqual(['p1', 'p2', 'p3']);
    expect((await dead.list(2)).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await dead.find(2)).toEqual({
      seq: 2,
      consumer: 'submission__clerk',
      reason: 'closed on Mondays',
      buriedAt: expect.any(String),
      event: {
        id: expect.any(String),
        type: 'submission.parcel.sent.v1',
        subject: 'p2',
        time: expect.any(String),
      },
      data: { parcel: 'p2', n: 1 },
    });
    expect(await dead.find(99)).toBeNull();
  });

  it('can be replayed once the cause is gone: its reaction runs, and it is gone too', async () => {
    const { clerk, dead } = await anOfficeThatRefused('p1', 'p2');
    clerk.react = async () => {};
    const [attempt] = clerk.attempts;
    expect(await dead.replay(1)).toBe(true);
    expect(clerk.heard).toEqual([attempt]);
    expect((await dead.list()).map(({ event }) => event.subject)).toEqual(['p2']);
    expect(await dead.replay(1)).toBe(false);
    expect(parcelsOf(clerk.heard)).toEqual(['p1']);
  });

  it('stays when its replay fails, and says why', async () => {
    const { clerk, dead } = await anOfficeThatRefused('p1');
    clerk.react = async () => {
      throw new Error('still closed');
    };
    await expect(dead.replay(1)).rejects.toThrow('still closed');
    expect(await dead.list()).toHaveLength(1);
  });

  it('can be discarded, once', async () => {
    const { clerk, dead } = await anOfficeThatRefused('p1', 'p2');
    expect(await dead.discard(1)).toBe(true);
    expect(await dead.discard(1)).toBe(false);
    expect((await dead.list()).map(({ seq }) => seq)).toEqual([2]);
    expect(clerk.attempts).toHaveLength(2);
  });
});
