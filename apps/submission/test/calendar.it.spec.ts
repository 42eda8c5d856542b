import { beforeAll, describe, expect, it } from 'vitest';
import { FulfilPlan } from '../src/plans/fulfil-plan.ts';
import { RemindOfPlans } from '../src/plans/remind-of-plans.ts';
import { type Office, officeForThisFile } from './an-office.ts';

const office: Office = officeForThisFile();
type Send = Awaited<ReturnType<Office['person']>>;
let facilitator: Send;
let stranger: Send;

beforeAll(async () => {
  await office.network({ _id: 'riva', name: 'Réseau RIVA' });
  await office.network({ _id: 'mda', name: 'Maison des associations' });
  facilitator = await office.member('marie', [{ role: 'facilitator', network: 'riva' }]);
  stranger = await office.member('paul', [{ role: 'facilitator', network: 'mda' }]);
});

const meeting = {
  title: 'Collecte de printemps',
  description: 'Apportez vos modèles de convention.',
  startsAt: '2026-04-02T09:00:00+02:00',
  endsAt: '2026-04-02T11:00:00+02:00',
  place: 'Maison des associations, Lille',
  visioUrl: 'https://visio.example/salle',
  territories: ['REG-32'],
};

describe('A collection meeting', () => {
  it('is public, its link for those with a key alone', async () => {
    const { status, body, headers } = await facilitator('POST', 'meetings', { body: meeting });
    expect([status, headers.location]).toEqual([201, `/api/v1/meetings/${body.id}`]);
    expect(body).toMatchObject({ startsAt: '2026-04-02T07:00:00.000Z', timeZone: 'Europe/Paris', isOnline: true });
    const seen = await office.anyone('GET', `meetings/${body.id}`);
    expect(seen.body).toMatchObject({ network: { slug: 'riva', name: 'Réseau RIVA' }, isOnline: true });
    expect(seen.body).not.toHaveProperty('visioUrl');
    expect((await stranger('GET', `meetings/${body.id}`)).body.visioUrl).toBe(meeting.visioUrl);
    const [told] = await office.announced('meetings');
    expect(told).toMatchObject({
      type: 'submission.meeting.scheduled.v1',
      data: { meetingId: body.id, isCancelled: false },
    });
  });

  it('is listed from a date on, page by page, the soonest first', async () => {
    for (const [index, month] of ['06', '05', '07'].entries()) {
      const [startsAt, endsAt] = [`2026-${month}-02T09:00:00Z`, `2026-${month}-02T10:00:00Z`];
      await stranger('POST', 'meetings', { body: { title: `Réunion ${index}`, startsAt, endsAt } });
    }
    const first = (await office.anyone('GET', 'meetings?after=2026-05-01&limit=2')).body;
    expect(first).toMatchObject({ total: 3, items: [{ title: 'Réunion 1' }, { title: 'Réunion 0' }] });
    const rest = (await office.anyone('GET', first.next.replace('/api/v1/', ''))).body;
    expect(rest).toMatchObject({ total: 3, items: [{ title: 'Réunion 2' }], next: null });
    expect((await office.anyone('GET', 'meetings?network=riva')).body.total).toBe(1);
    expect((await office.anyone('GET', 'meetings?after=hier')).status).toBe(422);
  });

  it('is moved or cancelled by its network’s facilitator, from what they read', async () => {
    const { body, headers } = await facilitator('POST', 'meetings', { body: { ...meeting, title: 'Déplacée' } });
    const edit = (send: Send, edits: object, revision = headers.etag) =>
      send('PATCH', `meetings/${body.id}`, { body: edits, headers: { 'if-match': String(revision) } });
    expect((await edit(stranger, { isCancelled: true })).status).toBe(403);
    expect((await edit(facilitator, { startsAt: '2027-01-01T00:00:00Z' })).body.errors[0].code).toBe(
      'ends-before-it-starts',
    );
    expect((await edit(facilitator, { isCancelled: true, attendance: 0 })).body).toMatchObject({ isCancelled: true });
    expect((await edit(facilitator, { isCancelled: false })).status).toBe(412);
    expect((await facilitator('POST', 'meetings', { body: { ...meeting, timeZone: 'Paris' } })).body.errors).toEqual([
      expect.objectContaining({ pointer: '/timeZone', code: 'unknown-time-zone' }),
    ]);
  });
});

describe('A contribution plan', () => {
  const plan = { title: 'Données 2026', dueAt: '2026-03-31T00:00:00Z', cadence: 'quarterly', regime: 'mandatory' };

  it('is between a network and its facilitator', async () => {
    const { status, body } = await facilitator('POST', 'plans', { body: plan });
    expect([status, body.network, body.status]).toEqual([201, 'riva', 'open']);
    expect((await stranger('GET', `plans/${body.id}`)).status).toBe(404);
    expect((await stranger('GET', 'plans')).body.total).toBe(0);
    expect((await facilitator('GET', 'plans')).body.total).toBe(1);
    expect((await office.anyone('GET', 'plans')).status).toBe(401);
  });

  it('reminds once for each stage, whoever looks and however often', async () => {
    const reminders = office.get(RemindOfPlans);
    const told = async () =>
      (await office.announced('plan_reminders')).map(({ type, data }) => [type, data.stage ?? data.kind]);
    await reminders.remind(new Date('2026-03-01T00:00:00Z'));
    expect(await told()).toEqual([]);
    const soon = new Date('2026-03-20T00:00:00Z');
    await Promise.all(Array.from({ length: 8 }, () => reminders.remind(soon)));
    expect(await told()).toEqual([
      ['submission.plan.reminded.v1', 'due-soon'],
      ['submission.notice.requested.v1', 'plan.due-soon'],
    ]);
    await reminders.remind(new Date('2026-04-01T00:00:00Z'));
    await reminders.remind(new Date('2026-04-02T00:00:00Z'));
    expect(await told()).toHaveLength(4);
  });

  it('is kept by a contribution that names it, once, and is due again', async () => {
    const [known] = (await facilitator('GET', 'plans')).body.items;
    const handedIn = { contributionId: 'c1', content: { plan: known.id }, involvedNetworks: ['riva'] };
    const event = { data: handedIn, occurredAt: '2026-04-03T00:00:00.000Z' } as never;
    await office.get(FulfilPlan).whenSubmitted(event);
    await office.get(FulfilPlan).whenSubmitted(event);
    const kept = (await facilitator('GET', `plans/${known.id}`, { at: new Date('2026-04-03T00:00:00Z') })).body;
    expect(kept).toMatchObject({ dueAt: '2026-06-30T00:00:00.000Z', stage: null, status: 'open' });
    expect(kept.fulfilments).toHaveLength(1);
  });
});
