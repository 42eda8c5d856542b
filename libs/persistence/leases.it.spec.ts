import { describe, expect, it } from 'vitest';
import { type Lease, Leases } from '#persistence';
import { aDatabaseName, mongoForThisFile } from '../../test/support/engines.ts';
import { answers, atOnce, eventually } from '../../test/support/eventually.ts';

const long = 60_000;
const short = 50;
const held = (lease: Lease | null): Lease => {
  if (!lease) throw new Error('the lease is not held');
  return lease;
};

describe('A lease', () => {
  const { aDatabase } = mongoForThisFile();
  const instances = async (count: number): Promise<Leases[]> => {
    const name = aDatabaseName();
    return Promise.all(Array.from({ length: count }, () => aDatabase((database) => new Leases(database), name)));
  };
  const two = async () => (await instances(2)) as [Leases, Leases];

  it('is let go once the work is done, or has failed', async () => {
    const [one, other] = await two();
    const fails = one.whileHeld('digest', long, () => Promise.reject(new Error('the work failed')));
    await expect(fails).rejects.toThrow('the work failed');
    const beside = await one.whileHeld('digest', long, () => other.whileHeld('digest', long, async () => 'both'));
    expect(beside).toBeNull();
    expect(await other.whileHeld('digest', long, async ({ name }) => name)).toBe('digest');
  });

  it('is taken by one of ten that ask at once, and again by one once it is released', async () => {
    const all = await instances(10);
    for (let round = 1; round <= 5; round += 1) {
      const endings = await atOnce(10, async (n) => all[n]?.acquire('digest', long));
      expect(endings.filter(({ status }) => status === 'rejected')).toEqual([]);
      const taken = answers(endings).filter(Boolean) as Lease[];
      expect(taken).toEqual([{ name: 'digest', holder: expect.any(String), fence: round }]);
      await all[round]?.release(held(taken[0] ?? null));
    }
  });

  it('is nobody else’s while it is held, not even the same instance’s', async () => {
    const [one, other] = await two();
    held(await one.acquire('digest', long));
    expect(await other.acquire('digest', long)).toBeNull();
    expect(await one.acquire('digest', long)).toBeNull();
    expect(await other.acquire('something else', long)).toMatchObject({ fence: 1 });
  });

  it('lapses by itself; the next holder’s fence is higher, and the old one cannot renew or release', async () => {
    const [one, other] = await two();
    const old = held(await one.acquire('digest', short));
    const taken = await eventually(async () => held(await other.acquire('digest', long)));
    expect(taken.fence).toBeGreaterThan(old.fence);
    expect(await one.renew(old, long)).toBe(false);
    await one.release(old);
    expect(await one.acquire('digest', long)).toBeNull();
    expect(await other.renew(taken, long)).toBe(true);
  });

  it('lasts as long as it is renewed', async () => {
    const [one, other] = await two();
    const ttlMs = 800;
    const lease = held(await one.acquire('digest', ttlMs));
    for (const end = Date.now() + 2 * ttlMs; Date.now() < end; ) {
      expect(await one.renew(lease, ttlMs)).toBe(true);
      expect(await other.acquire('digest', long)).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, ttlMs / 10));
    }
  });

  it('is free at once when released, and the fence still grows', async () => {
    const [one, other] = await two();
    const lease = held(await one.acquire('digest', long));
    await one.release(lease);
    expect(await other.acquire('digest', long)).toMatchObject({ fence: lease.fence + 1 });
    expect(await one.renew(lease, long)).toBe(false);
  });
});
