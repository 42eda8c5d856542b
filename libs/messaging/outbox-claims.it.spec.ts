import { describe, expect, it } from 'vitest';
import { newId } from '#persistence';
import { aDatabaseName, mongoForThisFile } from '../../test/support/engines.ts';
import type { StampedEvent } from './cloud-event.ts';
import { type Claim, OutboxClaims, type WithOutbox } from './outbox-claims.ts';
import { parcelSent, postOffice } from './test/harness.ts';

const anEvent = (subject: string): StampedEvent => ({
  id: newId(),
  type: parcelSent.type,
  subject,
  aggregateVersion: 1,
  occurredAt: new Date().toISOString(),
  data: { parcel: subject, n: 1 },
});

describe('Claims on outboxes that are asked for at the same moment', () => {
  const { uri } = mongoForThisFile();
  const { aService } = postOffice();
  /** Two relays of one collection, and nobody who publishes: there is no NATS. */
  const twoRelays = async (...ids: readonly string[]) => {
    const office = await aService({ mongo: uri(), nats: 'nats://127.0.0.1:1', database: aDatabaseName() });
    await office.ready();
    const { model } = office.parcels.store;
    const documents = ids.map((id) => ({ _id: id, v: 1, outbox: [anEvent(id), anEvent(id)] }));
    await model.collection.insertMany(documents as never);
    const relays = [1, 2].map(() => new OutboxClaims(model as never)) as [OutboxClaims, OutboxClaims];
    const stored = async (id: string): Promise<WithOutbox> =>
      (await model.findById(id).lean()) as unknown as WithOutbox;
    return { model, relays, stored };
  };
  const depart = (relay: OutboxClaims, claim: Claim, index: number) =>
    relay.depart({ claim, eventId: claim.outbox[index]?.id ?? '', isLast: index === claim.outbox.length - 1 });
  const held = (claims: readonly (Claim | null)[]): Claim[] => claims.filter((claim) => claim !== null);

  it('are given to one of all who ask, whether they ask the same relay or another', async () => {
    const ids = Array.from({ length: 20 }, (_, n) => `p${n}`);
    const { relays } = await twoRelays(...ids);
    const asked = relays.flatMap((relay) => [...ids, ...ids].map((id) => relay.claim(id)));
    const claims = held(await Promise.all(asked));
    expect(claims.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(claims.every(({ id, outbox }) => outbox.every(({ subject }) => subject === id))).toBe(true);
  });

  it('take out only what left, and end with the last of it', async () => {
    const { relays, stored } = await twoRelays('p1', 'p2', 'p3');
    const claims = held(await Promise.all(['p1', 'p2', 'p3'].map((id) => relays[0].claim(id))));
    expect(await Promise.all(claims.map((claim) => depart(relays[0], claim, 0)))).toEqual([false, false, false]);
    expect(await stored('p1')).toMatchObject({ outbox: [claims[0]?.outbox[1]], relay: { by: claims[0]?.by } });
    expect(await Promise.all(claims.map((claim) => depart(relays[0], claim, 1)))).toEqual([false, false, false]);
    expect(await stored('p2')).toEqual({ _id: 'p2', v: 1, outbox: [] });
  });

  it('say what was announced meanwhile: it is claimed again', async () => {
    const { model, relays, stored } = await twoRelays('p1', 'p2');
    const claims = held(await Promise.all(['p1', 'p2'].map((id) => relays[0].claim(id))));
    await Promise.all(claims.map((claim) => depart(relays[0], claim, 0)));
    const late = anEvent('p2');
    await model.collection.updateOne({ _id: 'p2' } as never, { $push: { outbox: late } } as never);
    expect(await Promise.all(claims.map((claim) => depart(relays[0], claim, 1)))).toEqual([false, true]);
    expect(await stored('p2')).toEqual({ _id: 'p2', v: 1, outbox: [late] });
    expect(await relays[1].claim('p2')).toMatchObject({ outbox: [late] });
  });

  it('that were lost to another leave it the claim and the last event', async () => {
    const { model, relays, stored } = await twoRelays('p1', 'p2');
    const claims = held(await Promise.all(['p1', 'p2'].map((id) => relays[0].claim(id))));
    await Promise.all(claims.map((claim) => depart(relays[0], claim, 0)));
    await model.collection.updateOne({ _id: 'p1' } as never, { $set: { 'relay.until': new Date(0) } } as never);
    const [theirs] = held([await relays[1].claim('p1')]);
    expect(await Promise.all(claims.map((claim) => depart(relays[0], claim, 1)))).toEqual([true, false]);
    expect(await stored('p1')).toMatchObject({ outbox: [claims[0]?.outbox[1]], relay: { by: theirs?.by } });
    expect(await depart(relays[1], theirs as Claim, 0)).toBe(false);
    expect(await stored('p1')).toEqual({ _id: 'p1', v: 1, outbox: [] });
  });
});
