import { afterEach, describe, expect, it } from 'vitest';
import { mongoForThisFile } from '../../../../../test/support/engines.ts';
import { eventually } from '../../../../../test/support/eventually.ts';
import { partitions } from '../endpoints/endpoint.ts';
import { anEvent, tools, type Workshop, workshopOn } from '../test/workshop.ts';
import { Superseded } from './departure.repository.ts';

const endpoints = 400;
/** What a holder may have in the air, and what it has not marked yet. */
const inTheAir = 64 + 20;

describe('One event for many endpoints', () => {
  const running: Workshop[] = [];
  afterEach(async () => {
    for (const workshop of running.splice(0)) await workshop.stop();
  });
  const { aDatabase } = mongoForThisFile();
  const aTool = tools();
  const aWorkshop = async () => {
    const workshop = await aDatabase(workshopOn);
    running.push(workshop);
    return workshop;
  };

  it('over two instances: each gets it once, and the few that a dead holder repeats get the same again', async () => {
    const { manyEndpoints, holdAs, ledger } = await aWorkshop();
    const tool = await aTool();
    await manyEndpoints(endpoints, (index) => `${tool.url}${index}`);
    const event = anEvent();
    const first = [await holdAs(0), await holdAs(1)];
    const second = [await holdAs(2), await holdAs(3)];
    const taken = [...first, ...second].map(({ dispatcher }) => dispatcher.take(event));
    await eventually(() => expect(tool.got.length).toBeGreaterThan(endpoints / 8));
    for (const holder of first) await holder.freeze();
    // Whoever froze may have had no time to plan it. It was not acknowledged, and comes again.
    await Promise.allSettled(taken);
    for (const { partition } of first) await (await holdAs(partition)).dispatcher.take(event);

    const told = () => new Set(tool.got.map(({ path }) => path));
    await eventually(() => expect(told().size).toBe(endpoints), 20_000);
    await eventually(async () => {
      expect(await ledger.deliveries.countDocuments({ state: 'sent' })).toBe(endpoints);
    });
    expect(tool.got.length - endpoints).toBeLessThanOrEqual(inTheAir);
    const byPath = Map.groupBy(tool.got, ({ path }) => path);
    for (const all of byPath.values()) {
      expect(new Set(all.map(({ headers, raw }) => `${headers['webhook-id']} ${raw}`)).size).toBe(1);
      expect(all[0]?.body.sequence).toBe(1);
    }
    expect(partitions).toBe(first.length + second.length);
  });

  it('goes by what each of them is at that moment, although only what changed is read again', async () => {
    const { manyEndpoints, anEndpoint, holdAs, endpoints: repository, ledger } = await aWorkshop();
    const tool = await aTool();
    const ids = await manyEndpoints(partitions * 60, (index) => `${tool.url}${index}`);
    const { dispatcher } = await holdAs(0);
    await dispatcher.take(anEvent());
    await eventually(() => expect(tool.got).toHaveLength(60));
    await repository.change(ids[0] ?? '', () => ({ status: 'paused' }), new Date());
    await repository.change(ids[partitions] ?? '', () => ({ status: 'deleted' }), new Date());
    const added = await anEndpoint(`${tool.url}added`);
    await dispatcher.take(anEvent());
    await eventually(async () => expect(await ledger.deliveries.countDocuments({ state: 'sent' })).toBe(60 + 59));
    const rows = await ledger.deliveries.find({ recipient: { $in: [ids[0], added._id] } } as never).lean();
    expect(rows.map(({ state }) => state).sort()).toEqual(['held', 'sent', 'sent']);
    expect(tool.got.at(-1)?.body.sequence).toBeLessThanOrEqual(2);
  });

  it('is planned by one holder: who held it before plans nothing more', async () => {
    const { anEndpoint, holdAs, rowsOf } = await aWorkshop();
    const tool = await aTool();
    const endpoint = await anEndpoint(tool.url);
    const old = await holdAs(0);
    await old.dispatcher.take(anEvent());
    await eventually(() => expect(tool.got).toHaveLength(1));
    await old.letGo();
    const present = await holdAs(0);
    await present.dispatcher.take(anEvent());
    await expect(old.dispatcher.take(anEvent())).rejects.toThrow(Superseded);
    await present.dispatcher.take(anEvent());
    await eventually(async () =>
      expect((await rowsOf(endpoint)).map(({ state }) => state)).toEqual(Array(3).fill('sent')),
    );
    expect(tool.got.map(({ body }) => body.sequence)).toEqual([1, 2, 3]);
  });
});
