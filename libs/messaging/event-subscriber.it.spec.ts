import { headers } from '@nats-io/transport-node';
import { describe, expect, it } from 'vitest';
import { DeadLetters, Hopeless, NatsLink } from '#messaging';
import { newId } from '#persistence';
import { mongoForThisFile } from '../../test/support/engines.ts';
import { eventually } from '../../test/support/eventually.ts';
import { Clerk, parcelSent, parcelsOf, postOffice, type Service } from './test/harness.ts';

/** Something that is no parcel, on the subject of parcels. */
const publishRaw = async (office: Service, payload: string, withoutHeaders = false) => {
  const carried = headers();
  const id = newId();
  const attributes = {
    id,
    type: parcelSent.type,
    subject: 'x',
    time: '2026-01-02T03:04:05.000Z',
    aggregateversion: '1',
  };
  if (!withoutHeaders) for (const [name, value] of Object.entries(attributes)) carried.set(`ce-${name}`, value);
  const js = await office.get(NatsLink).jetstream();
  await js.publish(parcelSent.type, payload, { headers: carried });
};

describe('A reaction', () => {
  const { uri } = mongoForThisFile();
  const { aNats, aService } = postOffice();
  const anOffice = async () => {
    const nats = await aNats();
    const office = await aService({ mongo: uri(), nats: nats.url, providers: [Clerk] });
    await office.ready();
    await eventually(() => office.published());
    return { nats, office, parcels: office.parcels, clerk: office.get(Clerk), dead: office.get(DeadLetters) };
  };
  /** The dead letters, once there are so many. */
  const lettersOf = (dead: DeadLetters, count: number) =>
    eventually(async () => {
      const letters = await dead.list();
      expect(letters).toHaveLength(count);
      return letters;
    });

  it('hears what was announced, typed and with its envelope', async () => {
    const { parcels, clerk } = await anOffice();
    await parcels.add('p1', 'fragile');
    await eventually(() => expect(clerk.heard).toHaveLength(1));
    expect(clerk.heard).toEqual([
      {
        id: expect.any(String),
        type: parcelSent.type,
        subject: 'p1',
        aggregateVersion: 1,
        occurredAt: expect.any(String),
        traceparent: undefined,
        data: { parcel: 'p1', n: 1, note: 'fragile' },
      },
    ]);
  });

  it('hears a hundred events in their order while nothing fails', async () => {
    const { parcels, clerk } = await anOffice();
    let seen = await parcels.add('p1');
    for (let n = 2; n <= 100; n += 1) seen = await parcels.send(seen);
    await eventually(() => expect(clerk.heard).toHaveLength(100));
    expect(clerk.heard.map(({ data }) => data.n)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
  });

  it('is never given what does not match its contract: that is a dead letter at once, and the rest flows on', async () => {
    const { office, parcels, clerk, dead } = await anOffice();
    await publishRaw(office, '{"parcel": 7}');
    await publishRaw(office, 'not json');
    await publishRaw(office, '{"parcel":"p0","n":1}', true);
    await parcels.add('p1');
    await eventually(() => expect(parcelsOf(clerk.heard)).toEqual(['p1']));
    const letters = await lettersOf(dead, 3);
    for (const { reason, consumer } of letters) {
      expect(reason).toMatch(/^does not match its contract: /);
      expect(consumer).toBe('submission__clerk');
    }
    expect(letters.map(({ data }) => data)).toEqual([{ parcel: 7 }, 'not json', { parcel: 'p0', n: 1 }]);
    expect(parcelsOf(clerk.attempts)).toEqual(['p1']);
  });

  it('that throws is tried again later, without holding up the others', async () => {
    const { parcels, clerk, dead } = await anOffice();
    clerk.react = async ({ data }) => {
      const tries = parcelsOf(clerk.attempts).filter((parcel) => parcel === data.parcel).length;
      if (data.parcel === 'p1' && tries < 4) throw new Error('not yet');
    };
    await parcels.add('p1');
    await parcels.add('p2');
    await eventually(() => expect(parcelsOf(clerk.heard).sort()).toEqual(['p1', 'p2']));
    expect(parcelsOf(clerk.attempts).filter((parcel) => parcel === 'p1')).toHaveLength(4);
    expect(await dead.list()).toEqual([]);
  });

  it('that throws ten times leaves a dead letter with its last reason, and is tried no more', async () => {
    const { parcels, clerk, dead } = await anOffice();
    clerk.react = async () => {
      throw new Error(`failed ${clerk.attempts.length}\nLate-Header: injected`);
    };
    await parcels.add('p1');
    const [letter] = await lettersOf(dead, 1);
    expect(letter).toMatchObject({
      reason: 'failed 10 Late-Header: injected',
      event: { type: parcelSent.type, subject: 'p1' },
      data: { parcel: 'p1', n: 1 },
    });
    expect(Date.parse(letter?.buriedAt ?? '')).not.toBeNaN();
    clerk.react = async () => {};
    await parcels.add('p2');
    await eventually(() => expect(parcelsOf(clerk.heard)).toEqual(['p2']));
    expect(clerk.attempts).toHaveLength(11);
  });

  it('that says an event is hopeless is not tried again', async () => {
    const { parcels, clerk, dead } = await anOffice();
    clerk.react = async () => {
      throw new Hopeless('the network is gone');
    };
    await parcels.add('p1');
    expect(await lettersOf(dead, 1)).toMatchObject([{ reason: 'the network is gone' }]);
    expect(clerk.attempts).toHaveLength(1);
  });

  it('of a service added later hears the past', async () => {
    const { nats, parcels } = await anOffice();
    let seen = await parcels.add('p1');
    for (let n = 2; n <= 20; n += 1) seen = await parcels.send(seen);
    await eventually(async () => expect(await parcels.pending()).toBe(0));
    const later = await aService({ mongo: uri(), nats: nats.url, service: 'editorial', providers: [Clerk] });
    const { heard } = later.get(Clerk);
    await eventually(() => expect(heard).toHaveLength(20));
    expect(heard.map(({ data }) => data.n)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  it('goes on where it was when its service starts again', async () => {
    const nats = await aNats();
    const office = await aService({ mongo: uri(), nats: nats.url });
    await office.ready();
    const wanted = { mongo: uri(), nats: nats.url, service: 'editorial', providers: [Clerk] } as const;
    const first = await aService(wanted);
    for (const parcel of ['p1', 'p2', 'p3']) await office.parcels.add(parcel);
    await eventually(() => expect(first.get(Clerk).heard).toHaveLength(3));
    await first.stop();
    await office.parcels.add('p4');
    const second = await aService(wanted);
    await eventually(() => expect(parcelsOf(second.get(Clerk).heard)).toEqual(['p4']));
  });
});
