import { describe, expect, it } from 'vitest';
import { announce } from '#contracts';
import { EventTooLarge } from '#messaging';
import { ConcurrentChange, isDuplicateKey } from '#persistence';
import { inTrace } from '#platform';
import { mongoForThisFile } from '../../test/support/engines.ts';
import { atOnce, eventually } from '../../test/support/eventually.ts';
import { parcelSent, postOffice } from './test/harness.ts';

const failureOf = (work: Promise<unknown>): Promise<unknown> => work.then(String, (error: unknown) => error);

describe('What an aggregate announces', () => {
  const { uri } = mongoForThisFile();
  const { aNats, aService } = postOffice();
  const anOffice = async () => {
    const nats = await aNats();
    const office = await aService({ mongo: uri(), nats: nats.url });
    await office.ready();
    return { nats, office, parcels: office.parcels };
  };

  it('is published once after the write, as a CloudEvent, and leaves the outbox', async () => {
    const { office, parcels } = await anOffice();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await inTrace(traceparent, () => parcels.add('p1'));
    const [event, ...others] = await eventually(async () => {
      expect(await parcels.pending()).toBe(0);
      const published = await office.published();
      expect(published).not.toEqual([]);
      return published;
    });
    expect(others).toEqual([]);
    expect(event?.data).toEqual({ parcel: 'p1', n: 1 });
    const headers = {
      'ce-specversion': '1.0',
      'ce-source': '/essaim/submission',
      'ce-type': parcelSent.type,
      'ce-subject': 'p1',
      'ce-aggregateversion': '1',
      'content-type': 'application/json',
      traceparent,
    };
    for (const [name, value] of Object.entries(headers)) expect([name, event?.header(name)]).toEqual([name, value]);
    expect(event?.header('Nats-Msg-Id')).toBe(event?.header('ce-id'));
    expect(Date.parse(event?.header('ce-time') ?? '')).not.toBeNaN();
  });

  it('waits while NATS is away, also over several writes, and leaves in order once it is back', async () => {
    const { nats, office, parcels } = await anOffice();
    await nats.kill();
    const second = await parcels.send(await parcels.add('p1'));
    await parcels.send(second);
    expect(await parcels.pending()).toBe(1);

    await nats.revive();
    await eventually(async () => expect(await parcels.pending()).toBe(0));
    expect((await office.published()).map(({ data }) => data)).toMatchObject([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('has a version for each event, also when one write announces several', async () => {
    const { office, parcels } = await anOffice();
    const two = [1, 2].map((n) => announce(parcelSent, { parcel: 'p1', n }));
    const seen = await parcels.store.insert({ _id: 'p1', sent: 2 }, new Date(), ...two);
    await parcels.send(seen);
    await eventually(async () => {
      const versions = (await office.published()).map(({ header }) => header('ce-aggregateversion'));
      expect(versions).toEqual(['1', '2', '3']);
    });
  });

  it('carries no null for an optional field that was left undefined: consumers would refuse it', async () => {
    const { office, parcels } = await anOffice();
    await parcels.add('p1', undefined);
    const [event] = await eventually(async () => {
      const published = await office.published();
      expect(published).toHaveLength(1);
      return published;
    });
    expect(event?.data).toStrictEqual({ parcel: 'p1', n: 1 });
  });

  it('is kept together with the state: a refused write announces nothing', async () => {
    const { office, parcels } = await anOffice();
    const seen = await parcels.add('p1');
    expect(isDuplicateKey(await failureOf(parcels.add('p1')))).toBe(true);
    await parcels.send(seen);
    expect(await failureOf(parcels.send(seen))).toBeInstanceOf(ConcurrentChange);
    await eventually(async () => expect(await parcels.pending()).toBe(0));
    expect((await office.published()).map(({ data }) => data)).toMatchObject([{ n: 1 }, { n: 2 }]);
  });

  it('is refused before anything is written when it is too large to travel', async () => {
    const { parcels } = await anOffice();
    expect(await failureOf(parcels.add('p1', 'é'.repeat(131_072)))).toBeInstanceOf(EventTooLarge);
    expect(await parcels.store.find('p1')).toBeNull();
    await parcels.add('p2', 'é'.repeat(130_000));
  });

  it('counts every one of many changes that race, for each starts over from what it finds', async () => {
    const { office, parcels } = await anOffice();
    await parcels.add('p1');
    const endings = await atOnce(8, () =>
      parcels.store.change(async () => {
        const seen = await parcels.store.find('p1');
        if (seen) await parcels.send(seen);
      }),
    );
    expect(endings.filter(({ status }) => status === 'rejected')).toEqual([]);
    await eventually(async () => expect(await parcels.pending()).toBe(0));
    const numbers = (await office.published()).map(({ data }) => data);
    expect(numbers).toEqual(Array.from({ length: 9 }, (_, n) => ({ parcel: 'p1', n: n + 1 })));
  });
});
