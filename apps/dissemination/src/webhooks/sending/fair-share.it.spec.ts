import { afterEach, describe, expect, it } from 'vitest';
import { Leases } from '#persistence';
import { aDatabaseName, mongoForThisFile } from '../../../../../test/support/engines.ts';
import { eventually } from '../../../../../test/support/eventually.ts';
import { FairShare } from './fair-share.ts';

describe('A fair share of the partitions', () => {
  const running = new Set<FairShare>();
  const stop = async (share: FairShare) => {
    running.delete(share);
    await share.beforeApplicationShutdown();
  };
  // Before the databases are closed.
  afterEach(async () => {
    for (const share of running) await stop(share);
  });
  const { aDatabase } = mongoForThisFile();
  const anInstance = async (name: string): Promise<FairShare> => {
    const share = await aDatabase((database) => new FairShare(new Leases(database), database), name);
    running.add(share);
    share.onApplicationBootstrap();
    await share.known;
    return share;
  };
  const sizes = () => [...running].map(({ size }) => size);

  it('is all of them for one, and changes with whoever comes and goes', async () => {
    const name = aDatabaseName();
    const first = await anInstance(name);
    expect(sizes()).toEqual([4]);
    await anInstance(name);
    await eventually(() => expect(sizes()).toEqual([2, 2]));
    await anInstance(name);
    await eventually(() => expect(sizes()).toEqual([2, 1, 1]));
    await stop(first);
    await eventually(() => expect(sizes()).toEqual([2, 2]));
  });

  it('is nothing for who comes when all are taken, until somebody leaves', async () => {
    const name = aDatabaseName();
    const first = await anInstance(name);
    for (let more = 0; more < 4; more += 1) await anInstance(name);
    await eventually(() => expect(sizes()).toEqual([1, 1, 1, 1, 0]));
    await stop(first);
    await eventually(() => expect(sizes()).toEqual([1, 1, 1, 1]));
  });
});
