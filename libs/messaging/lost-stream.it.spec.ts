import { describe, expect, it } from 'vitest';
import { announce } from '#contracts';
import { EventSubscriber, NatsLink, OutboxRelay } from '#messaging';
import { mongoForThisFile } from '../../test/support/engines.ts';
import { eventually } from '../../test/support/eventually.ts';
import { Clerk, parcelSent, parcelsOf, postOffice } from './test/harness.ts';

const comesBackWithinMs = 30_000;

/** A clerk whose notes are a read model. */
class NotingClerk extends Clerk {
  async forget(): Promise<void> {
    this.heard.length = 0;
  }
}

describe('A lost stream', () => {
  const { uri } = mongoForThisFile();
  const { aNats, aService } = postOffice();

  it('is told again by its owner, whole, and as often as a read model is dropped', async () => {
    const nats = await aNats();
    const office = await aService({ mongo: uri(), nats: nats.url });
    const reader = await aService({
      mongo: uri(),
      nats: nats.url,
      service: 'editorial',
      providers: [{ provide: Clerk, useClass: NotingClerk }],
    });
    office.parcels.store.reannounces(({ _id, sent }) => [announce(parcelSent, { parcel: _id, n: sent })]);
    await Promise.all([office.ready(), reader.ready()]);
    const parcels = Array.from({ length: 40 }, (_, index) => `p${String(index).padStart(2, '0')}`);
    for (const parcel of parcels) await office.parcels.add(parcel);
    const clerk = reader.get(Clerk);
    const heard = () => [...new Set(parcelsOf(clerk.heard))].sort();
    await eventually(() => expect(heard()).toEqual(parcels));

    const { streams } = await office.get(NatsLink).manager();
    await streams.delete('SUBMISSION');
    clerk.heard.length = 0;
    expect(await office.get(OutboxRelay).reannounceAll()).toBe(parcels.length);
    await eventually(() => expect(heard()).toEqual(parcels), comesBackWithinMs);

    for (let times = 0; times < 3; times += 1) {
      await reader.get(EventSubscriber).rebuildReadModels();
      await eventually(() => expect(heard()).toEqual(parcels), comesBackWithinMs);
    }
  }, 120_000);

  it('does not matter to a reaction whose read model is dropped while it handles an event', async () => {
    const nats = await aNats();
    const office = await aService({
      mongo: uri(),
      nats: nats.url,
      providers: [{ provide: Clerk, useClass: NotingClerk }],
    });
    await office.ready();
    const clerk = office.get(Clerk);
    const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    clerk.react = async () => {
      begun.resolve();
      await goOn.promise;
    };
    for (const parcel of ['p1', 'p2', 'p3']) await office.parcels.add(parcel);
    await begun.promise;
    await office.get(EventSubscriber).rebuildReadModels();
    goOn.resolve();
    await eventually(
      () => expect(new Set(parcelsOf(clerk.heard))).toEqual(new Set(['p1', 'p2', 'p3'])),
      comesBackWithinMs,
    );
  }, 120_000);
});
