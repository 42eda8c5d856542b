import { describe, expect, it } from 'vitest';
import { NatsLink, OutboxRelay, type StampedEvent } from '#messaging';
import { newId } from '#persistence';
import { aDatabaseName, mongoForThisFile } from '../../test/support/engines.ts';
import { eventually } from '../../test/support/eventually.ts';
import { parcelSent, postOffice, type Service } from './test/harness.ts';

const anEvent = (parcel: string, n: number): StampedEvent => ({
  id: newId(),
  type: parcelSent.type,
  subject: parcel,
  aggregateVersion: n,
  occurredAt: new Date().toISOString(),
  data: { parcel, n },
});

/** What a process that died left behind: an outbox, and its claim when it had one. */
const leftBehind = ({ parcels }: Service, outbox: readonly StampedEvent[], claimLapsesInMs?: number) =>
  parcels.store.model.collection.insertOne({
    _id: 'p1' as never,
    v: 1,
    sent: 1,
    outbox,
    ...(claimLapsesInMs === undefined
      ? {}
      : { relay: { by: 'somebody who died', until: new Date(Date.now() + claimLapsesInMs) } }),
  });

const publishAsTheDeadDid = async (office: Service, event: StampedEvent) => {
  const js = await office.get(NatsLink).jetstream();
  return js.publish(event.type, JSON.stringify(event.data), { msgID: event.id });
};

describe('The relay', () => {
  const { uri } = mongoForThisFile();
  const { aNats, aService } = postOffice();
  const offices = async (count: number): Promise<Service[]> => {
    const { url } = await aNats();
    const database = aDatabaseName();
    const all = await Promise.all(Array.from({ length: count }, () => aService({ mongo: uri(), nats: url, database })));
    for (const office of all) {
      await office.ready();
      await eventually(() => office.published());
    }
    return all;
  };
  const anOffice = async () => (await offices(1))[0] as Service;

  it('publishes what a crash left between the write and the publication (F08, F51)', async () => {
    const office = await anOffice();
    await leftBehind(office, [anEvent('p1', 1), anEvent('p1', 2)]);
    await eventually(async () => expect(await office.parcels.pending()).toBe(0));
    expect((await office.published()).map(({ data }) => data)).toMatchObject([{ n: 1 }, { n: 2 }]);
  });

  it('takes what a crash left between the publication and the pull as accepted, and does not double it (F11)', async () => {
    const office = await anOffice();
    const event = anEvent('p1', 1);
    expect(await publishAsTheDeadDid(office, event)).toMatchObject({ duplicate: false });
    await leftBehind(office, [event, anEvent('p1', 2)], -1);
    await office.get(OutboxRelay).sweep();
    await eventually(async () => expect(await office.parcels.pending()).toBe(0));
    expect((await office.published()).map(({ data }) => data)).toMatchObject([{ n: 1 }, { n: 2 }]);
  });

  it('respects the claim of another until it lapses, then takes it over', async () => {
    const office = await anOffice();
    await leftBehind(office, [anEvent('p1', 1)], 800);
    await office.get(OutboxRelay).sweep();
    expect(await office.published()).toEqual([]);
    await eventually(async () => {
      await office.get(OutboxRelay).sweep();
      expect(await office.published()).toHaveLength(1);
    });
  });

  it('loses nothing, doubles nothing and keeps the order of each aggregate when two race over 100 of them (F12)', async () => {
    const all = await offices(2);
    const sweeping = setInterval(() => all.forEach((office) => void office.get(OutboxRelay).sweep()), 50);
    try {
      await Promise.all(
        Array.from({ length: 100 }, async (_, index) => {
          const [one, other] = index % 2 ? all : all.toReversed();
          if (!one || !other) return;
          const first = await one.parcels.add(`p${index}`);
          await other.parcels.send(await one.parcels.send(first));
        }),
      );
      await eventually(async () => expect(await all[0]?.parcels.pending()).toBe(0));
    } finally {
      clearInterval(sweeping);
    }
    const published = (await all[0]?.published()) ?? [];
    const byParcel = Map.groupBy(published, ({ header }) => header('ce-subject'));
    expect(byParcel.size).toBe(100);
    for (const events of byParcel.values()) {
      expect(events.map(({ header }) => header('ce-aggregateversion'))).toEqual(['1', '2', '3']);
    }
    expect(new Set(published.map(({ header }) => header('ce-id'))).size).toBe(300);
  });
});
