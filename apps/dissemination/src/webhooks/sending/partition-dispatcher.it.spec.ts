import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { resourceRevised, resourceWithdrawn } from '#contracts';
import { aResource } from '../../../../../libs/contracts/test/builders.ts';
import { mongoForThisFile } from '../../../../../test/support/engines.ts';
import { eventually } from '../../../../../test/support/eventually.ts';
import { anEvent, type Got, tools, type Workshop, workshopOn } from '../test/workshop.ts';
import { Flights } from './flights.ts';

describe('The holder of a partition', () => {
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
  const sequences = ({ got }: { got: readonly Got[] }) => got.map(({ body }) => body.sequence);

  it('F15: sends an event once that comes twice at the same time', async () => {
    const { hold, anEndpoint, rowsOf } = await aWorkshop();
    const tool = await aTool();
    const endpoint = await anEndpoint(tool.url);
    const holder = await hold(0);
    const event = anEvent();
    await Promise.all([holder.take(event), holder.take(event), holder.take(anEvent())]);
    await eventually(() => expect(tool.got).toHaveLength(2));
    await holder.take(event);
    await holder.stop();
    expect(sequences(tool)).toEqual([1, 2]);
    expect(await rowsOf(endpoint)).toMatchObject([
      { sequence: 1, state: 'sent' },
      { sequence: 2, state: 'sent' },
    ]);
  });

  it('F16: stops nobody for one filter that cannot be read: its owner sees why nothing came', async () => {
    const { hold, anEndpoint, rowsOf } = await aWorkshop();
    const [broken, sound] = [await aTool(), await aTool()];
    const a = await anEndpoint(broken.url, {}, { filter: { q: [42] } as never });
    await anEndpoint(sound.url);
    const holder = await hold(0);
    await holder.take(anEvent());
    await holder.take(anEvent());
    await eventually(() => expect(sound.got).toHaveLength(2));
    expect(broken.got).toEqual([]);
    expect(await rowsOf(a)).toMatchObject([
      { state: 'failed', log: [{ error: 'invalid-filter' }] },
      { state: 'failed', log: [{ error: 'invalid-filter' }] },
    ]);
  });

  it('F18: shows as a failed attempt what could not be written', async () => {
    const { hold, anEndpoint, rowsOf, ledger } = await aWorkshop();
    const tool = await aTool();
    const endpoint = await anEndpoint(tool.url, { format: 'slack' });
    const event = anEvent();
    await ledger.keepCause({
      _id: event.id,
      type: 'resource.published',
      occurredAt: event.occurredAt,
      data: '{"id":1}',
    });
    await (await hold(0)).take(event);
    await eventually(async () =>
      expect(await rowsOf(endpoint)).toMatchObject([{ state: 'failed', log: [{ error: 'not-written' }] }]),
    );
    expect(tool.got).toEqual([]);
  });

  it('F19: takes over what an earlier holder had begun and was killed in', async () => {
    const { hold, anEndpoint, rowsOf, plan, leases, endpoints, departures, ledger } = await aWorkshop();
    const tool = await aTool();
    const endpoint = await anEndpoint(tool.url);
    const lease = await leases.acquire('webhooks-0', 60_000);
    if (!lease) throw new Error('not ours');
    const flights = new Flights(departures, ledger, 0, lease, new AbortController().signal);
    await flights.takeOver();
    const killed = { flights, begin: async () => undefined };
    const holder = { sequences: new Map<string, number>(), fence: lease.fence, dueAt: () => null, ...killed };
    const outgoing = { cause: 'c1', type: 'resource.published' as const, about: 'r', version: 1, title: 'T', data: {} };
    const rest = { occurredAt: new Date().toISOString(), isSequel: false, network: null, concerns: () => true };
    await plan.execute([{ ...outgoing, ...rest }], await endpoints.ofPartition(0), holder);
    await leases.release(lease);
    await hold(0);
    await eventually(async () =>
      expect(await rowsOf(endpoint)).toMatchObject([{ state: 'sent', attempts: 1, sequence: 1 }]),
    );
    expect(tool.got[0]?.headers['webhook-id']).toBe(`c1_${endpoint._id}`);
  });

  it('F20: sends what waits to the address that an endpoint has by then, once that has answered a ping', async () => {
    const { hold, anEndpoint, edit, endpoints } = await aWorkshop();
    const [old, moved] = [await aTool(503), await aTool()];
    const endpoint = await anEndpoint(old.url);
    const holder = await hold(0);
    for (let count = 0; count < 3; count += 1) await holder.take(anEvent());
    await eventually(() => expect(old.got).toHaveLength(3));
    const seen = (await endpoints.store.find(endpoint._id)) ?? endpoint;
    await edit.execute(seen, { url: moved.url }, new Date());
    await eventually(() => expect(moved.got[0]?.body.type).toBe('ping'));
    // Each at the hour of its own retry.
    await eventually(() => expect(sequences(moved).slice(1).sort()).toEqual([1, 2, 3]), 20_000);
    expect(old.got).toHaveLength(3);
  });

  it('F20: signs what waits with both secrets when one was rotated meanwhile', async () => {
    const { hold, anEndpoint, rotate, box } = await aWorkshop();
    const tool = await aTool(({ body }) => (body.sequence === 1 && tool.got.length === 1 ? 500 : 204));
    const endpoint = await anEndpoint(tool.url);
    const before = box.open(endpoint.secrets[0]?.sealed ?? '');
    await (await hold(0)).take(anEvent());
    await eventually(() => expect(tool.got).toHaveLength(1));
    const { secret } = await rotate.execute(endpoint._id, { overlapDays: 1 }, undefined, new Date());
    await eventually(() => expect(tool.got).toHaveLength(2), 20_000);
    const [, { raw, headers } = { raw: '', headers: {} }] = tool.got;
    for (const each of [before, secret]) new Webhook(each).verify(raw, headers as Record<string, string>);
    expect(tool.got[0]?.raw).toBe(raw);
  });

  it('opens a breaker and keeps the queue; a probe that is taken lets everything follow, in order', async () => {
    const { hold, anEndpoint, healths, rowsOf, database } = await aWorkshop();
    let isUp = false;
    const tool = await aTool(() => (isUp ? 204 : 500));
    const other = await aTool();
    const endpoint = await anEndpoint(tool.url);
    await anEndpoint(other.url);
    const holder = await hold(0);
    for (let count = 0; count < 30; count += 1) await holder.take(anEvent());
    await eventually(() => expect(other.got).toHaveLength(30));
    await eventually(async () => expect(await healths.find(endpoint._id)).toMatchObject({ openings: 1 }));
    // Eight are in the air at once; what came after the breaker opened was not even tried.
    const tried = tool.got.length;
    expect(tried).toBeLessThan(20);
    await holder.take(anEvent());
    expect((await rowsOf(endpoint)).filter(({ attempts }) => attempts === 0).length).toBeGreaterThan(10);

    await holder.stop();
    isUp = true;
    // Time passes: the breaker is half open, and retries are due.
    await database.connection.collection('webhook_health').updateOne({}, { $set: { openUntil: new Date(0) } });
    await database.connection
      .collection('deliveries')
      .updateMany({ recipient: endpoint._id, state: 'pending' }, { $set: { dueAt: new Date() } });
    const leases = database.connection.collection('leases');
    await leases.updateOne({ _id: 'webhooks-0' as never }, { $set: { until: new Date(0) } });
    await hold(0);
    await eventually(
      async () => expect((await rowsOf(endpoint)).every(({ state }) => state === 'sent')).toBe(true),
      20_000,
    );
    const late = sequences(tool).slice(tried);
    expect(late).toEqual([...late].sort((a, b) => a - b));
    await eventually(async () => expect(await healths.find(endpoint._id)).toMatchObject({ openings: 0, failures: 0 }));
  });

  it('F31: disables after five days of nothing but failures, announces it once, and tells the owner; a success is enough to go on', async () => {
    const { hold, anEndpoint, healths, endpoints, announced, edit } = await aWorkshop();
    const [dead, alive] = [await aTool(500), await aTool()];
    const [bad, good] = [await anEndpoint(dead.url), await anEndpoint(alive.url)];
    const health = {
      ...(await healths.find('none')),
      failures: 40,
      failingSince: new Date(Date.now() - 5 * 86_400_000 - 1),
    };
    for (const { _id } of [bad, good]) await healths.put(_id, 0, health, new Date());
    const holder = await hold(0);
    await eventually(async () => expect(await healths.ofPartition(0)).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await holder.take(anEvent());
    await eventually(async () => expect(await endpoints.store.find(bad._id)).toMatchObject({ status: 'disabled' }));
    expect(await endpoints.store.find(good._id)).toMatchObject({ status: 'active' });
    await eventually(async () =>
      expect((await announced('webhook_health')).map(({ type, data }) => [type, data.kind, data.urgency])).toEqual([
        ['dissemination.notice.requested.v1', 'webhook-endpoint.disabled', 'now'],
      ]),
    );
    const [{ type, data } = { type: '', data: {} }] = await announced('webhook_endpoints');
    expect(type).toBe('dissemination.endpoint.disabled.v1');
    expect(data).toMatchObject({ endpointId: bad._id, networkId: 'n-owner' });

    const before = dead.got.length;
    await holder.take(anEvent());
    await eventually(() => expect(alive.got).toHaveLength(2));
    expect(dead.got).toHaveLength(before);
    // Reversible: it begins anew, and one more failure changes nothing.
    const seen = (await endpoints.store.find(bad._id)) ?? bad;
    await edit.execute(seen, { status: 'active' }, new Date());
    await eventually(async () => expect(await healths.find(bad._id)).toMatchObject({ isOver: false, failures: 0 }));
    await holder.take(anEvent());
    await eventually(() => expect(dead.got).toHaveLength(before + 1));
    expect(await endpoints.store.find(bad._id)).toMatchObject({ status: 'active' });
  });

  it('F32: asks for one notice for a storm of failures', async () => {
    const { hold, anEndpoint, announced } = await aWorkshop();
    const tool = await aTool(500);
    await anEndpoint(tool.url);
    const holder = await hold(0);
    for (let count = 0; count < 40; count += 1) await holder.take(anEvent());
    await eventually(async () => expect(await announced('webhook_health')).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await announced('webhook_health')).map(({ data }) => data.kind)).toEqual(['webhook-endpoint.failing']);
  });

  it('waits as long as a receiver asks, for all that it is to get, and counts it as no failure', async () => {
    const { hold, anEndpoint, healths, rowsOf } = await aWorkshop();
    const tool = await aTool(() => (tool.got.length === 1 ? 429 : 204), { 'retry-after': '2' });
    const endpoint = await anEndpoint(tool.url);
    const holder = await hold(0);
    await holder.take(anEvent());
    await eventually(() => expect(tool.got).toHaveLength(1));
    await eventually(async () => expect(await rowsOf(endpoint)).toMatchObject([{ attempts: 1 }]));
    await holder.take(anEvent());
    await eventually(() => expect(tool.got.length).toBeGreaterThan(1), 20_000);
    expect((tool.got[1]?.at ?? 0) - (tool.got[0]?.at ?? 0)).toBeGreaterThanOrEqual(1_990);
    expect(await healths.find(endpoint._id)).toMatchObject({ failures: 0 });
  });

  it('keeps the pace of a chat, one message a second to Slack, and delays nobody else', async () => {
    const { hold, anEndpoint } = await aWorkshop();
    const [slack, plain] = [await aTool(200), await aTool()];
    await anEndpoint(slack.url, { format: 'slack' });
    await anEndpoint(plain.url);
    const holder = await hold(0);
    for (let count = 0; count < 4; count += 1) await holder.take(anEvent({ title: `Ressource ${count}` }));
    await eventually(() => expect(plain.got).toHaveLength(4), 2_000);
    await eventually(() => expect(slack.got).toHaveLength(4), 20_000);
    const gaps = slack.got.slice(1).map(({ at }, index) => at - (slack.got[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(900);
    expect(slack.got.map(({ body }) => body.text)).toEqual(
      [0, 1, 2, 3].map((n) => `Nouvelle ressource : Ressource ${n}`),
    );
    expect(slack.got[0]?.headers['webhook-signature']).toBeUndefined();
  });

  it('gathers what a chat is told at one hour into one message, the last word about each thing', async () => {
    const { hold, anEndpoint, rowsOf, database } = await aWorkshop();
    const tool = await aTool(200);
    const endpoint = await anEndpoint(tool.url, { format: 'mattermost', rhythm: { every: 'day', hour: 9 } });
    const holder = await hold(0);
    await holder.take(anEvent({ id: 'kept', title: 'Gardée' }));
    await holder.take(anEvent({ id: 'gone', title: 'Reprise ensuite' }));
    const withdrawn = aResource({ id: 'gone', title: 'Reprise ensuite', status: 'withdrawn' });
    const data = { resource: withdrawn, previous: aResource({ id: 'gone' }), reason: 'Erreur.' };
    await holder.take(anEvent({}, { type: resourceWithdrawn.type, data }));
    const rows = await rowsOf(endpoint);
    expect(new Set(rows.map(({ dueAt }) => dueAt.toISOString())).size).toBe(1);
    expect(rows[0]?.dueAt.getUTCMinutes()).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(tool.got).toEqual([]);
    await database.connection.collection('deliveries').updateMany({}, { $set: { dueAt: new Date() } });
    await eventually(() => expect(tool.got).toHaveLength(1));
    expect(tool.got[0]?.body.attachments.map(({ title }: { title: string }) => title)).toEqual([
      'Gardée',
      'Reprise ensuite',
    ]);
    expect(tool.got[0]?.body.attachments[1].text).toContain('Erreur.');
    await eventually(async () =>
      expect((await rowsOf(endpoint)).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']),
    );
  });

  it('tells what came later about a resource only after what came before', async () => {
    const { hold, anEndpoint } = await aWorkshop();
    const tool = await aTool(() => (tool.got.length === 1 ? 500 : 204));
    await anEndpoint(tool.url);
    const holder = await hold(0);
    await holder.take(anEvent({ id: 'r' }));
    await eventually(() => expect(tool.got).toHaveLength(1));
    const data = { resource: aResource({ id: 'r', version: 2 }), previous: aResource({ id: 'r' }) };
    await holder.take(anEvent({}, { type: resourceRevised.type, data }));
    await holder.take(anEvent({ id: 'other' }));
    await eventually(() => expect(tool.got).toHaveLength(4), 20_000);
    expect(tool.got.map(({ body }) => `${body.data.id} v${body.data.version}`)).toEqual([
      'r v1',
      'other v1',
      'r v1',
      'r v2',
    ]);
    expect(sequences(tool)).toEqual([1, 3, 1, 2]);
  });

  it('tells what becomes of a resource to whoever had it, whatever their filter says now', async () => {
    const { hold, anEndpoint, endpoints } = await aWorkshop();
    const [had, never] = [await aTool(), await aTool()];
    const endpoint = await anEndpoint(had.url);
    await anEndpoint(never.url, { filter: { theme: ['emploi'] } });
    const holder = await hold(0);
    await holder.take(anEvent({ id: 'r' }));
    await eventually(() => expect(had.got).toHaveLength(1));
    await endpoints.change(endpoint._id, () => ({ filter: { theme: ['emploi'] } }), new Date());
    const resource = aResource({ id: 'r', status: 'withdrawn', statusReason: 'Erreur.' });
    const data = { resource, previous: aResource({ id: 'r' }), reason: 'Erreur.' };
    await holder.take(anEvent({}, { type: resourceWithdrawn.type, data }));
    await eventually(() => expect(had.got).toHaveLength(2));
    expect(had.got[1]?.body).toMatchObject({
      type: 'resource.withdrawn',
      data: { status: 'withdrawn', reason: 'Erreur.' },
    });
    expect(never.got).toEqual([]);
  });

  it('tells a contribution’s steps to its producer alone', async () => {
    const { hold, anEndpoint, producers } = await aWorkshop();
    const [own, foreign] = [await aTool(), await aTool()];
    const events = ['contribution.declined', 'contribution.published'];
    await anEndpoint(own.url, { events }, { network: 'n-producer' });
    await anEndpoint(foreign.url, { events });
    await producers.rows.create({ _id: 'c1', v: 1, network: 'n-producer', title: 'Guide' } as never);
    const holder = await hold(0);
    const grounds = {
      decidedAt: new Date().toISOString(),
      policyVersion: 1,
      opinions: 3,
      colleges: {},
      recommendations: {},
      criteria: {},
    };
    const data = { caseId: 'k', contributionId: 'c1', version: 1, grounds, reasons: ['Existe déjà.'] };
    await holder.take(anEvent({}, { type: 'editorial.case.declined.v1', data }));
    await expect(
      holder.take(anEvent({}, { type: 'editorial.case.declined.v1', data: { ...data, contributionId: 'c2' } })),
    ).rejects.toThrow('c2');
    await holder.take(anEvent({ network: { id: 'n-producer', slug: 'p', name: 'P' } }));
    await eventually(() => expect(own.got).toHaveLength(2));
    expect(own.got[0]?.body).toMatchObject({
      type: 'contribution.declined',
      sequence: 1,
      data: { id: 'c1', title: 'Guide', network: 'n-producer', reasons: ['Existe déjà.'], url: null },
    });
    expect(own.got[1]?.body).toMatchObject({ type: 'contribution.published', data: { network: 'n-producer' } });
    expect(foreign.got).toEqual([]);
  });
});
