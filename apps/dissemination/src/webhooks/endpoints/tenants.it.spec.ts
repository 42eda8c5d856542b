import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { mongoForThisFile } from '../../../../../test/support/engines.ts';
import { listQuery } from '../log/list-query.ts';
import { webhookId } from '../log/webhook-delivery.ts';
import { aNetwork, anEvent, type Workshop, workshopOn } from '../test/workshop.ts';
import { EndpointNotFound } from './endpoint.problems.ts';
import type { Endpoint } from './endpoint.ts';

const networks = ['n-a', 'n-b', 'n-c'] as const;
const reply = { header: () => reply, headers: () => reply } as never;
const revision = ({ v }: Endpoint) => v;

/** Everything that somebody may try on an endpoint, or on a delivery of it. */
const attempts: readonly ((
  on: Workshop,
  endpoint: Endpoint,
  delivery: string,
  caller: ReturnType<typeof aNetwork>,
) => Promise<unknown>)[] = [
  ({ endpointsApi }, { _id }, __, caller) => endpointsApi.show(_id, caller, new Date(), reply),
  ({ endpointsApi }, at, __, caller) =>
    endpointsApi.edit(at._id, { description: 'Pris' }, revision(at), caller, new Date(), reply),
  ({ endpointsApi }, at, __, caller) =>
    endpointsApi.edit(at._id, { url: 'http://127.0.0.1:9999/' }, revision(at), caller, new Date(), reply),
  ({ endpointsApi }, { _id }, __, caller) => endpointsApi.delete(_id, caller, new Date()),
  ({ endpointsApi }, { _id }, __, caller) => endpointsApi.test(_id, { type: 'ping' }, caller, new Date()),
  ({ endpointsApi }, { _id }, __, caller) =>
    endpointsApi.rotate(_id, { overlapDays: 0 }, caller, undefined, new Date(), reply),
  ({ deliveriesApi }, { _id }, __, caller) => deliveriesApi.list(_id, listQuery.parse({}), caller, new Date()),
  ({ deliveriesApi }, { _id }, __, caller) => deliveriesApi.events(_id, { after: 0, limit: 10 }, caller),
  ({ deliveriesApi }, { _id }, __, caller) =>
    deliveriesApi.replay(_id, { since: '2020-01-01T00:00:00Z', what: 'all' }, caller, new Date()),
  ({ deliveriesApi }, __, delivery, caller) => deliveriesApi.retry(delivery, caller, new Date()),
];

describe('Tenants', () => {
  let workshop: Workshop | undefined;
  afterEach(async () => workshop?.stop());
  const { aDatabase } = mongoForThisFile();

  it('F30: see and change nothing of one another, whoever tries what on whose', async () => {
    const on = await aDatabase(workshopOn);
    workshop = on;
    const owned: { endpoint: Endpoint; delivery: string }[] = [];
    const holder = await on.hold(0);
    for (const network of [...networks, ...networks]) {
      const endpoint = await on.anEndpoint('http://127.0.0.1:9999/', {}, { network, status: 'paused' });
      owned.push({ endpoint, delivery: '' });
    }
    await holder.take(anEvent());
    for (const each of owned) {
      const [row] = await on.rowsOf(each.endpoint);
      each.delivery = row ? webhookId(row) : '';
    }
    const stored = async () =>
      JSON.stringify([await on.endpoints.store.model.find({}).lean(), await on.ledger.deliveries.find({}).lean()]);
    const before = await stored();
    const tried = fc.record({
      caller: fc.constantFrom(...networks),
      on: fc.nat(owned.length - 1),
      attempt: fc.nat(attempts.length - 1),
    });
    await fc.assert(
      fc.asyncProperty(tried, async ({ caller, on: index, attempt }) => {
        const target = owned[index];
        if (!target) return;
        fc.pre(target.endpoint.network !== caller);
        const { delivery } = target;
        await expect(attempts[attempt]?.(on, target.endpoint, delivery, aNetwork(caller))).rejects.toThrow(
          EndpointNotFound,
        );
        const { items, total } = await on.endpointsApi.list(
          { limit: 100, cursor: undefined },
          aNetwork(caller),
          new Date(),
        );
        expect(total).toBe(2);
        expect(new Set(items.map(({ network }) => network))).toEqual(new Set([caller]));
      }),
      { numRuns: 120 },
    );
    expect(await stored()).toBe(before);
    // The same attempts by the owner go through: it is not that nothing works.
    const { endpoint, delivery } = owned[0] as (typeof owned)[number];
    for (const attempt of attempts.slice(4)) await attempt(on, endpoint, delivery, aNetwork(endpoint.network));
  });

  it('keep their secrets, addresses and headers to themselves: sealed in the database, masked in every answer', async () => {
    const on = await aDatabase(workshopOn);
    workshop = on;
    const url = 'https://hooks.slack.com/services/T000/B000/very-secret-token';
    const headers = { authorization: 'Bearer very-secret-header' };
    const endpoint = await on.anEndpoint(url, { format: 'slack', headers });
    const shown = JSON.stringify(await on.endpointsApi.show(endpoint._id, aNetwork(), new Date(), reply));
    const kept = JSON.stringify(await on.endpoints.store.model.find({}).lean());
    for (const text of [shown, kept]) expect(text).not.toMatch(/very-secret/);
    expect(JSON.parse(shown)).toMatchObject({
      url: 'https://hooks.slack.com/services/…oken',
      headers: { authorization: '••••••••' },
    });
  });

  it('get the same answer again when a rotation is repeated: the secret that was in use is not ended by it', async () => {
    const on = await aDatabase(workshopOn);
    workshop = on;
    const endpoint = await on.anEndpoint('http://127.0.0.1:9999/');
    const request = { scope: 'network:n-owner POST /rotate', key: 'k1', body: {} };
    const [first, again] = [
      await on.rotate.execute(endpoint._id, { overlapDays: 1 }, request, new Date()),
      await on.rotate.execute(endpoint._id, { overlapDays: 1 }, request, new Date()),
    ];
    expect(again).toEqual(first);
    const { secrets = [] } = (await on.endpoints.store.find(endpoint._id)) ?? {};
    expect(secrets.map(({ sealed }) => on.box.open(sealed))).toEqual([
      first.secret,
      on.box.open(endpoint.secrets[0]?.sealed ?? ''),
    ]);
  });

  it('F13: make one key pair for a network, however many ask for it at once', async () => {
    const on = await aDatabase(workshopOn);
    workshop = on;
    await Promise.all(Array.from({ length: 20 }, () => on.keys.ensure('n-owner', new Date())));
    const { publicKey = '' } = (await on.keys.publicKeyOf('n-owner')) ?? {};
    expect(publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    expect(await on.keys.privateKeyOf('n-owner')).toContain('BEGIN PRIVATE KEY');
    expect(await on.keys.publicKeyOf('n-other')).toBeNull();
  });
});
