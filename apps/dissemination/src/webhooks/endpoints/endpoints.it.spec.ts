import { afterEach, describe, expect, it } from 'vitest';
import { InvalidFields } from '#platform';
import { mongoForThisFile } from '../../../../../test/support/engines.ts';
import { eventually } from '../../../../../test/support/eventually.ts';
import { deliveriesAnswer, eventsAnswer, replayAnswer } from '../log/delivery.answers.ts';
import { listQuery } from '../log/list-query.ts';
import { aNetwork, anEvent, tools, type Workshop, workshopOn } from '../test/workshop.ts';
import { createdAnswer, editedAnswer, listOf, queuedAnswer, rotationAnswer, shownAnswer } from './endpoint.answers.ts';
import { EndpointUnsigned } from './endpoint.problems.ts';
import { newEndpoint } from './endpoint.ts';

const reply = { header: () => reply, headers: () => reply } as never;
const slack = 'https://hooks.slack.com/services/T000/B000/abcdefghijkl';

describe('Endpoints', () => {
  const running: Workshop[] = [];
  afterEach(async () => {
    for (const workshop of running.splice(0)) await workshop.stop();
  });
  const { aDatabase } = mongoForThisFile();
  const aTool = tools();
  const aWorkshop = async () => {
    const on = await aDatabase(workshopOn);
    running.push(on);
    const create = (wanted: object, network = 'n-owner') =>
      on.endpointsApi.create(newEndpoint.parse(wanted), aNetwork(network), undefined, new Date(), reply);
    const show = (id: string) => on.endpointsApi.show(id, aNetwork(), new Date(), reply);
    return { ...on, create, show };
  };
  const faults = async (attempt: Promise<unknown>) => {
    const refusal = await attempt.catch((error: unknown) => error);
    return refusal instanceof InvalidFields ? refusal.errors.map(({ pointer, code }) => `${pointer} ${code}`) : refusal;
  };

  it('are answered as the OpenAPI document says', async () => {
    const { create, show, anEndpoint, hold, endpoints, endpointsApi, deliveriesApi } = await aWorkshop();
    const tool = await aTool();
    createdAnswer.parse(await create({ url: slack, format: 'slack', headers: { 'x-jeton': 'a' } }));
    const { _id: id } = await anEndpoint(tool.url);
    await (await hold(0)).take(anEvent());
    await eventually(() => expect(tool.got).toHaveLength(1));
    shownAnswer.parse(await show(id));
    const { v = 0 } = (await endpoints.store.find(id)) ?? {};
    editedAnswer.parse(await endpointsApi.edit(id, { description: 'Extranet' }, v, aNetwork(), new Date(), reply));
    const all = await endpointsApi.list({ limit: 20, cursor: undefined }, aNetwork(), new Date());
    expect(listOf(shownAnswer).parse(all).total).toBe(2);
    queuedAnswer.parse(await endpointsApi.test(id, { type: 'ping' }, aNetwork(), new Date()));
    rotationAnswer.parse(await endpointsApi.rotate(id, { overlapDays: 1 }, aNetwork(), undefined, new Date(), reply));
    const log = deliveriesAnswer.parse(await deliveriesApi.list(id, listQuery.parse({}), aNetwork(), new Date()));
    expect(log.items.length).toBeGreaterThan(1);
    expect(eventsAnswer.parse(await deliveriesApi.events(id, { after: 0, limit: 9 }, aNetwork())).total).toBe(1);
    const replay = { since: '2020-01-01T00:00:00.000Z', what: 'all' as const };
    replayAnswer.parse(await deliveriesApi.replay(id, replay, aNetwork(), new Date()));
  });

  it('of a chat have no secret to keep, nor to change', async () => {
    const { create, rotate, endpoints } = await aWorkshop();
    const chat = await create({ url: slack, format: 'slack' });
    expect(chat).toMatchObject({ secrets: [], signatures: [], warnings: [] });
    expect(chat).not.toHaveProperty('secret');
    await expect(rotate.execute(chat.id, { overlapDays: 1 }, undefined, new Date())).rejects.toThrow(EndpointUnsigned);
    expect(await endpoints.store.find(chat.id)).toMatchObject({ secrets: [] });
    expect((await create({ url: 'https://outil.example/' })).secret).toMatch(/^whsec_/);
  });

  it('say which address is known already, to its own network alone, also where it is sealed', async () => {
    const { create } = await aWorkshop();
    const codes = async (wanted: object, network?: string) =>
      (await create(wanted, network)).warnings.map(({ code }) => code);
    const first = await create({ url: 'https://outil.example/a' });
    const again = await create({ url: 'https://outil.example/a' });
    expect(again.warnings).toMatchObject([{ code: 'same-address', detail: expect.stringContaining(first.id) }]);
    expect(await codes({ url: 'https://outil.example/b' })).toEqual([]);
    expect(await codes({ url: 'https://outil.example/a' }, 'n-other')).toEqual([]);
    expect(await codes({ url: slack, format: 'slack' })).toEqual([]);
    expect(await codes({ url: slack, format: 'slack' })).toEqual(['same-address']);
    // Shown alike, and another.
    expect(await codes({ url: slack.replace('abcd', 'ABCD'), format: 'slack' })).toEqual([]);
  });

  it('take the address of a chat in its own format only, and doubt what looks like one', async () => {
    const { create, edit, endpoints } = await aWorkshop();
    expect(await faults(create({ url: slack }))).toEqual(['/format wrong-format']);
    expect(await faults(create({ url: 'https://discord.com/api/webhooks/1/x', format: 'slack' }))).toEqual([
      '/format wrong-format',
    ]);
    const mattermost = await create({ url: 'https://chat.example/hooks/abcdefghijklmnopqrstuvwxyz' });
    expect(mattermost.warnings.map(({ code }) => code)).toEqual(['looks-like-chat']);
    const seen = await endpoints.store.find(mattermost.id);
    if (!seen) throw new Error('not kept');
    expect(await faults(edit.execute(seen, { url: slack }, new Date()))).toEqual(['/url wrong-format']);
  });

  it('say how they fare before they ever answered, and are asked again when they are enabled again', async () => {
    const { create, show, hold, endpoints, edit, ledger } = await aWorkshop();
    const tool = await aTool(500);
    const { id } = await create({ url: tool.url });
    await endpoints.change(id, () => ({ partition: 0 }), new Date());
    await ledger.deliveries.updateMany({ recipient: id } as never, { partition: 0 } as never);
    await hold(0);
    await eventually(async () => expect((await show(id)).health).toMatchObject({ failures: 1, lastError: 'HTTP 500' }));
    await endpoints.disable(id, 'Essai.', new Date());
    const seen = await endpoints.store.find(id);
    if (!seen) throw new Error('not kept');
    tool.answer = () => 204;
    expect((await edit.execute(seen, { status: 'active' }, new Date())).endpoint.status).toBe('unverified');
    await eventually(async () => expect(await show(id)).toMatchObject({ status: 'active', health: { failures: 0 } }));
    expect(tool.got.map(({ body }) => body.type)).toEqual(['ping', 'ping']);
  });

  it('rest for a minute after a 429 that names no time, and say so', async () => {
    const { anEndpoint, hold, show, deliveriesApi } = await aWorkshop();
    const tool = await aTool(429);
    const { _id: id } = await anEndpoint(tool.url);
    const holder = await hold(0);
    await holder.take(anEvent());
    await eventually(async () => expect((await show(id)).health.restsUntil).not.toBeNull());
    await holder.take(anEvent());
    const { health } = await show(id);
    const rests = Date.parse(health.restsUntil ?? '') - Date.now();
    expect(rests).toBeGreaterThan(50_000);
    expect(rests).toBeLessThanOrEqual(60_000);
    expect(health).toMatchObject({ failures: 0, failingSince: null });
    await eventually(async () => {
      const { items } = await deliveriesApi.list(id, listQuery.parse({}), aNetwork(), new Date());
      expect(items.map(({ nextAttemptAt }) => nextAttemptAt)).toEqual([health.restsUntil, health.restsUntil]);
    });
    expect(tool.got).toHaveLength(1);
  });
});
