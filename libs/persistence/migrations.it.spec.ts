import { describe, expect, it, vi } from 'vitest';
import { type Database, type Migration, migrate } from '#persistence';
import { aDatabaseName, mongoForThisFile } from '../../test/support/engines.ts';

describe('Migrations', () => {
  const { aDatabase } = mongoForThisFile();

  const recorded = (names: readonly string[]) => {
    const ran: string[] = [];
    const migrations = names.map((name): Migration => ({ name, run: async () => void ran.push(name) }));
    return { ran, migrations };
  };
  const boot = (name: string, migrations: readonly Migration[]): Promise<Database> =>
    aDatabase((database) => {
      migrate(database, migrations);
      return database;
    }, name);

  it('run in the order of their names, once, however often the service starts', async () => {
    const name = aDatabaseName();
    const { ran, migrations } = recorded(['0010-third', '0002-second', '0001-first']);
    await boot(name, migrations);
    await boot(name, migrations);
    expect(ran).toEqual(['0001-first', '0002-second', '0010-third']);
  });

  it('run once when two instances start together, and neither is ready before they are done', async () => {
    const name = aDatabaseName();
    const run = vi.fn<Migration['run']>(async (database) => {
      const seeds = database.connection.collection('seeds');
      await seeds.insertOne({ sown: true });
      await new Promise((resolve) => setTimeout(resolve, 100));
      await seeds.updateOne({ sown: true }, { $set: { grown: true } });
    });
    const whenReady = async () => {
      const { connection } = await boot(name, [{ name: '0001-sow', run }]);
      return connection.collection('seeds').countDocuments({ grown: true });
    };
    expect(await Promise.all([whenReady(), whenReady()])).toEqual([1, 1]);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('are added later without running the earlier ones again', async () => {
    const name = aDatabaseName();
    const first = recorded(['0001-first']);
    await boot(name, first.migrations);
    const more = recorded(['0001-first', '0002-second']);
    await boot(name, more.migrations);
    expect(more.ran).toEqual(['0002-second']);
  });

  it('are taken over a minute after the instance that ran them died half-way', async () => {
    const name = aDatabaseName();
    const { connection } = await boot(name, []);
    const left = { _id: '0001-left' as never, doneAt: null, startedAt: new Date(Date.now() - 61_000) };
    await connection.collection('migrations').insertOne(left);
    const { ran, migrations } = recorded(['0001-left']);
    await boot(name, migrations);
    expect(ran).toEqual(['0001-left']);
    expect(await connection.collection('migrations').findOne({ _id: left._id })).toMatchObject({
      doneAt: expect.any(Date),
    });
  });
});
