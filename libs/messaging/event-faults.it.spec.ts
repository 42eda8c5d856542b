import { describe, expect, it } from 'vitest';
import { DeadLetters, NatsLink } from '#messaging';
import { Database } from '#persistence';
import { aBreakableMongo, mongoForThisFile } from '../../test/support/engines.ts';
import { eventually } from '../../test/support/eventually.ts';
import { Clerk, parcelsOf, postOffice, type ServiceWanted } from './test/harness.ts';

const names = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `p${String(from + index).padStart(2, '0')}`);

describe('Events', () => {
  const { uri } = mongoForThisFile();
  const { aNats, aService, atEnd } = postOffice();
  const anOffice = async (wanted: Pick<ServiceWanted, 'nats'> & Partial<ServiceWanted>) => {
    const office = await aService({ mongo: uri(), providers: [Clerk], ...wanted });
    const clerk = office.get(Clerk);
    return {
      office,
      clerk,
      addAll: async (parcels: string[]) => {
        for (const parcel of parcels) await office.parcels.add(parcel);
      },
    };
  };
  const aMongo = async () => {
    const mongo = await aBreakableMongo();
    atEnd(mongo.end);
    return mongo;
  };

  it('flow again by themselves when NATS was killed and came back (F09, F10)', async () => {
    const nats = await aNats();
    const { office, clerk, addAll } = await anOffice({ nats: nats.url });
    await office.ready();
    await addAll(names(1, 5));
    await eventually(() => expect(clerk.heard).toHaveLength(5));
    for (const from of [6, 11]) {
      await nats.kill();
      await eventually(() => expect(office.get(NatsLink).isUp).toBe(false));
      await addAll(names(from, from + 4));
      await nats.revive();
      await eventually(() => expect(new Set(parcelsOf(clerk.heard))).toEqual(new Set(names(1, from + 4))), 30_000);
    }
    expect(await office.get(DeadLetters).list()).toEqual([]);
  });

  it('wait for a NATS that is away at start (F10)', async () => {
    const nats = await aNats();
    await nats.kill();
    const { office, clerk, addAll } = await anOffice({ nats: nats.url });
    await office.ready();
    await addAll(names(1, 3));
    await nats.revive();
    await eventually(() => expect(parcelsOf(clerk.heard).sort()).toEqual(names(1, 3)), 30_000);
  });

  it('wait for the database when it is away, however long, and that counts as no failure', async () => {
    const nats = await aNats();
    const mongo = await aMongo();
    const announcer = await aService({ mongo: uri(), nats: nats.url });
    await announcer.ready();
    // A delivery is silent for 200 ms at most: an absence that counted would use up the ten attempts.
    const hearing = { service: 'editorial', nats: nats.url, mongo: mongo.url, ackWaitMs: 200 } as const;
    const { office, clerk } = await anOffice(hearing);
    const kept = office.get(Database).connection.collection('kept');
    await office.ready();
    clerk.react = async ({ data }) => {
      await kept.updateOne({ _id: data.parcel as never }, { $inc: { times: 1 } }, { upsert: true });
    };
    await announcer.parcels.add('p01');
    await eventually(() => expect(clerk.heard).toHaveLength(1));

    await mongo.kill();
    for (const parcel of names(2, 40)) await announcer.parcels.add(parcel);
    await new Promise((resolve) => setTimeout(resolve, 15 * hearing.ackWaitMs));
    expect(clerk.heard).toHaveLength(1);
    await mongo.revive();
    await eventually(() => expect(new Set(parcelsOf(clerk.heard))).toEqual(new Set(names(1, 40))), 30_000);
    expect(await office.get(DeadLetters).list()).toEqual([]);
  });

  it('wait in their stream, not in a process that may die: one is out while one is handled', async () => {
    const nats = await aNats();
    const { office, clerk, addAll } = await anOffice({ nats: nats.url });
    await office.ready();
    const { promise, resolve } = Promise.withResolvers<void>();
    clerk.react = () => promise;
    await addAll(names(1, 20));
    const { consumers } = await office.get(NatsLink).manager();
    const waiting = async () => {
      const { num_ack_pending: out, num_pending: left } = await consumers.info('SUBMISSION', 'submission__clerk');
      return { out, left };
    };
    await eventually(async () => expect(await waiting()).toEqual({ out: 1, left: 19 }));
    resolve();
    await eventually(() => expect(parcelsOf(clerk.heard).sort()).toEqual(names(1, 20)));
  });

  it('do not keep a service from stopping, whatever they wait for', async () => {
    const nats = await aNats();
    const mongo = await aMongo();
    const announcer = await aService({ mongo: uri(), nats: nats.url });
    const { office, clerk } = await anOffice({ service: 'editorial', nats: nats.url, mongo: mongo.url });
    await office.ready();
    clerk.react = async () => office.get(Database).ping();
    await mongo.kill();
    await announcer.ready();
    await announcer.parcels.add('p01');
    await eventually(() => expect(clerk.attempts).toHaveLength(1));
    await nats.kill();
    const asked = Date.now();
    await office.stop();
    expect(Date.now() - asked).toBeLessThan(10_000);
    expect(clerk.heard).toEqual([]);
  });
});
