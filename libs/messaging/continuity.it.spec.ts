import { describe, expect, it } from 'vitest';
import { Continuity } from '#messaging';
import { Database } from '#persistence';
import { Readiness } from '#platform';
import { aDatabaseName, mongoForThisFile } from '../../test/support/engines.ts';
import { eventually } from '../../test/support/eventually.ts';
import { postOffice, type Service } from './test/harness.ts';

describe('A database', () => {
  const { uri } = mongoForThisFile();
  const { aNats, aService } = postOffice();
  const continuityOf = (service: Service) => service.get(Continuity);
  const isKept = (service: Service) =>
    eventually(() => {
      if (!continuityOf(service).isKept) throw new Error('not known to be kept');
    });
  const needsOf = async (service: Service) => (await service.get(Readiness).check()).needs.continuity;
  /** Copies what counts from one database to another, as a snapshot does. */
  const snapshot = async (from: Service, to: string): Promise<void> => {
    const { connection } = from.get(Database);
    const all = await connection.collection('beats').find().toArray();
    await connection.useDb(to).collection('beats').insertMany(all);
  };

  it('is known by all instances that work with it, and again after a restart', async () => {
    const nats = await aNats();
    const wanted = { mongo: uri(), nats: nats.url, database: aDatabaseName() };
    const [one, other] = [await aService(wanted), await aService(wanted)];
    await Promise.all([isKept(one), isKept(other)]);
    await Promise.all(Array.from({ length: 40 }, (_, n) => continuityOf(n % 2 ? one : other).beat()));
    expect([continuityOf(one).isKept, continuityOf(other).isKept]).toEqual([true, true]);
    await one.stop();
    await isKept(await aService(wanted));
  });

  it('that is an older copy is refused by every instance, until a person accepts it (F06)', async () => {
    const nats = await aNats();
    const service = await aService({ mongo: uri(), nats: nats.url, database: aDatabaseName() });
    await isKept(service);
    const older = aDatabaseName();
    await snapshot(service, older);
    for (let beats = 0; beats < 3; beats += 1) await continuityOf(service).beat();

    const second = await aService({ mongo: uri(), nats: nats.url, database: older });
    await second.ready();
    await eventually(() => continuityOf(second).beat());
    expect(await needsOf(second)).toBe('down');
    for (let beats = 0; beats < 10; beats += 1) await continuityOf(second).beat();
    expect(continuityOf(second).isKept).toBe(false);
    expect(continuityOf(service).isKept).toBe(true);

    await service.stop();
    await continuityOf(second).accept();
    expect(continuityOf(second).isKept).toBe(true);
    expect(await needsOf(second)).toBe('up');
  });

  it('is taken as it is where NATS knows of nothing, and nothing is known while NATS is away', async () => {
    const [first, another] = [await aNats(), await aNats()];
    const database = aDatabaseName();
    const service = await aService({ mongo: uri(), nats: first.url, database });
    await isKept(service);
    await service.stop();
    await isKept(await aService({ mongo: uri(), nats: another.url, database }));

    await first.kill();
    const waiting = await aService({ mongo: uri(), nats: first.url, database });
    expect(continuityOf(waiting).isKept).toBe(false);
    await first.revive();
    await isKept(waiting);
  });
});
