import { afterEach, describe, expect, it } from 'vitest';
import { type AnnouncedResource, removedCredit, resourceCreditRemoved, withoutCredit } from '#contracts';
import { aResource } from '../../../../../libs/contracts/test/builders.ts';
import { mongoForThisFile } from '../../../../../test/support/engines.ts';
import { eventually } from '../../../../../test/support/eventually.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { aNetwork, anEvent, tools, type Workshop, workshopOn } from '../test/workshop.ts';
import { listQuery } from './list-query.ts';
import { deliveryView, webhookId } from './webhook-delivery.ts';

describe('The log of an endpoint', () => {
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
  const owner = aNetwork();
  const states = async ({ rowsOf }: Workshop, endpoint: Endpoint) => (await rowsOf(endpoint)).map(({ state }) => state);

  it('F14: has a delivery sent again by hand as often as one likes, taken or not, and says that it was', async () => {
    const workshop = await aWorkshop();
    const { hold, anEndpoint, rowsOf, deliveriesApi } = workshop;
    const tool = await aTool();
    const endpoint = await anEndpoint(tool.url);
    await (await hold(0)).take(anEvent());
    await eventually(async () => expect(await states(workshop, endpoint)).toEqual(['sent']));
    const [row] = await rowsOf(endpoint);
    const id = row ? webhookId(row) : '';
    for (const count of [2, 3]) {
      await deliveriesApi.retry(id, owner, new Date());
      await eventually(() => expect(tool.got).toHaveLength(count));
      await eventually(async () => expect(await states(workshop, endpoint)).toEqual(['sent']));
    }
    expect(new Set(tool.got.map(({ raw, headers }) => `${headers['webhook-id']} ${raw}`)).size).toBe(1);
    const view = deliveryView((await rowsOf(endpoint))[0] as never);
    expect(view.log.map(({ manual }) => manual)).toEqual([false, true, true]);
    expect(view.attempts).toBe(3);
  });

  it('is searched by status, type, date and words, and read page by page', async () => {
    const workshop = await aWorkshop();
    const { hold, anEndpoint, deliveriesApi } = workshop;
    const tool = await aTool();
    const endpoint = await anEndpoint(tool.url);
    const holder = await hold(0);
    for (const title of ['Tenir (un) budget', 'Recruter', 'Tenir une assemblée']) await holder.take(anEvent({ title }));
    await eventually(async () => expect(await states(workshop, endpoint)).toEqual(['sent', 'sent', 'sent']));
    const found = async (query: object) => {
      const { items, total, next } = await deliveriesApi.list(endpoint._id, listQuery.parse(query), owner, new Date());
      return { titles: items.map(({ title }) => title), total, next };
    };
    expect((await found({ q: 'tenir' })).titles).toEqual(['Tenir une assemblée', 'Tenir (un) budget']);
    expect((await found({ q: '(un)' })).titles).toEqual(['Tenir (un) budget']);
    expect((await found({ status: 'failed' })).total).toBe(0);
    expect((await found({ type: 'resource.published' })).total).toBe(3);
    expect((await found({ since: '2999-01-01T00:00:00Z' })).total).toBe(0);
    const first = await found({ limit: 2, type: 'resource.published' });
    expect(first).toMatchObject({ titles: ['Tenir une assemblée', 'Recruter'], total: 3 });
    const rest = Object.fromEntries(new URL(first.next ?? '', 'https://essaim.example').searchParams);
    expect(await found(rest)).toMatchObject({ titles: ['Tenir (un) budget'], next: null });
  });

  it('is read by number by whoever was away: the same bodies, sent or not', async () => {
    const { hold, anEndpoint, deliveriesApi } = await aWorkshop();
    const tool = await aTool(({ body }) => (body.sequence === 2 ? 500 : 204));
    const endpoint = await anEndpoint(tool.url);
    const holder = await hold(0);
    for (let count = 0; count < 3; count += 1) await holder.take(anEvent());
    await eventually(() => expect(tool.got).toHaveLength(3));
    const { items, total, next } = await deliveriesApi.events(endpoint._id, { after: 1, limit: 1 }, owner);
    expect({ total, next }).toEqual({
      total: 2,
      next: `/api/v1/webhook-endpoints/${endpoint._id}/events?limit=1&after=2`,
    });
    const { id, ...body } = items[0] as { id: string };
    const posted = tool.got.find((got) => got.body.sequence === 2);
    expect([id, body]).toEqual([posted?.headers['webhook-id'], posted?.body]);
    expect((await deliveriesApi.events(endpoint._id, { after: 3, limit: 20 }, owner)).items).toEqual([]);
  });

  it('is read by number with what is on its way at this moment: nobody who catches up leaves a gap behind', async () => {
    const workshop = await aWorkshop();
    const { hold, anEndpoint, deliveriesApi, rowsOf } = workshop;
    const tool = await aTool(({ body }) => (body.sequence === 2 ? null : 204));
    const endpoint = await anEndpoint(tool.url, { timeoutSeconds: 5 });
    const holder = await hold(0);
    for (let count = 0; count < 3; count += 1) await holder.take(anEvent());
    await eventually(async () => expect(await states(workshop, endpoint)).toEqual(['sent', 'sent']));
    expect((await rowsOf(endpoint)).map(({ sequence }) => sequence)).toEqual([1, 3]);
    const { items, total } = await deliveriesApi.events(endpoint._id, { after: 0, limit: 20 }, owner);
    expect([items.map(({ sequence }) => sequence), total]).toEqual([[1, 2, 3], 3]);
    expect(items[1]?.id).toBe(tool.got.find(({ body }) => body.sequence === 2)?.headers['webhook-id']);
  });

  it('fills a new endpoint with what is public and matches, in order, and once', async () => {
    const workshop = await aWorkshop();
    const { hold, anEndpoint, rowsOf, deliveriesApi, inCatalogue, endpoints } = workshop;
    const inYear = (year: number) => `${year}-03-01T09:00:00.000Z`;
    await inCatalogue(aResource({ id: 'late', publishedAt: inYear(2026) }));
    await inCatalogue(aResource({ id: 'early', publishedAt: inYear(2024), revisedAt: inYear(2025), version: 2 }));
    await inCatalogue(aResource({ id: 'old', publishedAt: inYear(2020) }));
    await inCatalogue(aResource({ id: 'gone', publishedAt: inYear(2026), status: 'withdrawn' }));
    await inCatalogue(aResource({ id: 'elsewhere', publishedAt: inYear(2026), themes: ['emploi'] }));
    const tool = await aTool();
    const endpoint = await anEndpoint(tool.url, { filter: { theme: ['gouvernance'] } });
    const holder = await hold(0);
    await holder.take(anEvent({ id: 'told' }));
    await eventually(() => expect(tool.got).toHaveLength(1));
    for (let time = 0; time < 2; time += 1) {
      await deliveriesApi.replay(endpoint._id, { since: inYear(2023), what: 'missed' }, owner, new Date());
      await eventually(async () => expect(await endpoints.store.find(endpoint._id)).toMatchObject({ replay: null }));
    }
    await eventually(() => expect(tool.got).toHaveLength(3));
    expect(tool.got.map(({ body }) => `${body.sequence} ${body.type} ${body.data.id} v${body.data.version}`)).toEqual([
      '1 resource.published told v1',
      '2 resource.published early v2',
      '3 resource.published late v1',
    ]);
    expect((await rowsOf(endpoint)).map(({ cause }) => cause).slice(1)).toEqual(['past-early-v2', 'past-late-v1']);
  });

  it('recovers what was given up since a date, under the same ids, and what was taken only when all is asked for', async () => {
    const workshop = await aWorkshop();
    const { hold, anEndpoint, rowsOf, deliveriesApi, ledger } = workshop;
    const tool = await aTool();
    const endpoint = await anEndpoint(tool.url);
    const holder = await hold(0);
    for (let count = 0; count < 3; count += 1) await holder.take(anEvent());
    await eventually(async () => expect(await states(workshop, endpoint)).toEqual(['sent', 'sent', 'sent']));
    const [first, second] = await rowsOf(endpoint);
    await ledger.deliveries.updateOne({ _id: second?._id }, { $set: { state: 'failed' } as never });
    await ledger.deliveries.updateOne(
      { _id: first?._id },
      { $set: { state: 'failed', createdAt: new Date('2026-01-01') } as never },
    );
    const since = new Date(Date.now() - 60_000).toISOString();
    await deliveriesApi.replay(endpoint._id, { since, what: 'missed' }, owner, new Date());
    await eventually(async () => expect(await states(workshop, endpoint)).toEqual(['failed', 'sent', 'sent']));
    expect(tool.got.map(({ body }) => body.sequence)).toEqual([1, 2, 3, 2]);
    expect(tool.got[3]?.raw).toBe(tool.got[1]?.raw);
    await deliveriesApi.replay(endpoint._id, { since, what: 'all' }, owner, new Date());
    await eventually(() => expect(tool.got).toHaveLength(6));
    expect(tool.got.slice(4).map(({ body }) => body.sequence)).toEqual([2, 3]);
  });

  it('tells whoever was away what became of what they had, once, and what waits goes at once', async () => {
    const workshop = await aWorkshop();
    const { hold, anEndpoint, deliveriesApi, endpoints, inCatalogue, ledger, rowsOf } = workshop;
    const tool = await aTool();
    const endpoint = await anEndpoint(tool.url);
    const holder = await hold(0);
    const had = ['same', 'gone', 'newer', 'held'].map((id) => aResource({ id }));
    for (const resource of had) await holder.take(anEvent(resource));
    await eventually(async () => expect(await states(workshop, endpoint)).toEqual(['sent', 'sent', 'sent', 'sent']));
    const [same, gone, newer, held] = had as [
      AnnouncedResource,
      AnnouncedResource,
      AnnouncedResource,
      AnnouncedResource,
    ];
    const meanwhile = (millisecond: number) => new Date(Date.now() + millisecond);
    await inCatalogue(same);
    await inCatalogue({ ...gone, status: 'withdrawn', statusReason: 'Périmée.' }, 2, meanwhile(1));
    await inCatalogue({ ...newer, version: 2, change: 'Les seuils.' }, 2, meanwhile(2));
    await inCatalogue({ ...held, status: 'suspended', statusReason: 'Un doute.' }, 2, meanwhile(3));
    const [first] = await rowsOf(endpoint);
    const later = { state: 'pending', dueAt: meanwhile(3_600_000) };
    await ledger.deliveries.updateOne({ _id: first?._id }, { $set: later as never });
    for (let time = 0; time < 2; time += 1) {
      const since = new Date(Date.now() - 60_000).toISOString();
      await deliveriesApi.replay(endpoint._id, { since, what: 'missed' }, owner, new Date());
      await eventually(async () => expect(await endpoints.store.find(endpoint._id)).toMatchObject({ replay: null }));
    }
    await eventually(() => expect(tool.got).toHaveLength(8));
    const got = tool.got.slice(4).map(({ body }) => [body.sequence, body.type, body.data.id, body.data.reason]);
    expect(got.sort(([a], [b]) => a - b)).toEqual([
      [1, 'resource.published', 'same', undefined],
      [5, 'resource.withdrawn', 'gone', 'Périmée.'],
      [6, 'resource.revised', 'newer', undefined],
      [7, 'resource.suspended', 'held', 'Un doute.'],
    ]);
  });

  it('gives a name that was taken off since to nobody again, neither by hand, nor by replay, nor by number', async () => {
    const workshop = await aWorkshop();
    const { hold, anEndpoint, deliveriesApi, rowsOf, ledger } = workshop;
    const tool = await aTool();
    const endpoint = await anEndpoint(tool.url);
    const closed = await anEndpoint(`${tool.url}plus-tard`, {}, { status: 'paused' });
    const holder = await hold(0);
    const resource = aResource({ id: 'nommee' });
    const published = anEvent(resource);
    await holder.take(published);
    await eventually(async () => expect(await states(workshop, endpoint)).toEqual(['sent']));
    const current = withoutCredit(resource);
    await holder.take(
      anEvent({}, { type: resourceCreditRemoved.type, data: { resource: current, previous: current } }),
    );
    await eventually(async () => expect(await states(workshop, endpoint)).toEqual(['sent', 'sent']));
    expect(tool.got.at(-1)?.body).toMatchObject({
      type: 'resource.revised',
      data: { network: { name: removedCredit } },
    });
    const [first] = await rowsOf(endpoint);
    const retry = deliveriesApi.retry(first ? webhookId(first) : '', owner, new Date());
    await expect(retry).rejects.toMatchObject({ status: 410, extra: { reason: 'name-removed' } });
    const { items } = await deliveriesApi.events(endpoint._id, { after: 0, limit: 20 }, owner);
    expect(items.map(({ sequence }) => sequence)).toEqual([2]);
    // A repeat of the event brings its words back no more than asking for everything does.
    await holder.take(published);
    const since = new Date(Date.now() - 60_000).toISOString();
    await deliveriesApi.replay(endpoint._id, { since, what: 'all' }, owner, new Date());
    await eventually(async () => expect(await states(workshop, endpoint)).toEqual(['failed', 'sent']));
    expect((await rowsOf(endpoint))[0]?.log.at(-1)).toMatchObject({ error: 'name-removed' });
    // What waited for a receiver that was away: it gets the present state alone.
    await workshop.endpoints.change(closed._id, () => ({ status: 'active' }), new Date());
    holder.wake();
    await eventually(async () => expect(await states(workshop, closed)).toEqual(['failed', 'sent']));
    const named = tool.got.filter(({ raw }) => raw.includes(resource.network.name));
    expect(named.map(({ path, body }) => `${path} ${body.sequence}`)).toEqual(['/ 1']);
    expect(await ledger.cause(published.id)).toMatchObject({ data: '', withheld: 'name-removed' });
  });

  it('forgets what receivers answered once it is old; who had what stays', async () => {
    const workshop = await aWorkshop();
    const { hold, anEndpoint, rowsOf, ledger, trim, deliveriesApi } = workshop;
    const tool = await aTool();
    const endpoint = await anEndpoint(tool.url);
    const holder = await hold(0);
    for (let count = 0; count < 2; count += 1) await holder.take(anEvent());
    await eventually(async () => expect(await states(workshop, endpoint)).toEqual(['sent', 'sent']));
    const [first] = await rowsOf(endpoint);
    const old = new Date(Date.now() - 91 * 86_400_000);
    await ledger.deliveries.updateOne({ _id: first?._id }, { $set: { createdAt: old } as never });
    await trim.execute(new Date());
    expect((await rowsOf(endpoint)).map(({ log, resource }) => [log.length, resource !== undefined])).toEqual([
      [0, true],
      [1, true],
    ]);
    expect((await deliveriesApi.list(endpoint._id, listQuery.parse({}), owner, new Date())).total).toBe(1);
  });
});
