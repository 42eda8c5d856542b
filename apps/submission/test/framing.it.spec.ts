import { beforeAll, describe, expect, it } from 'vitest';
import { type Office, officeForThisFile } from './an-office.ts';
import { complete, now } from './builders.ts';

const office: Office = officeForThisFile();
type Send = Awaited<ReturnType<Office['person']>>;
let facilitator: Send;
let second: Send;
let author: Send;
let stranger: Send;
let partner: Send;

beforeAll(async () => {
  await office.network({ _id: 'riva' });
  await office.network({ _id: 'mda' });
  facilitator = await office.member('marie', [
    { role: 'facilitator', network: 'riva' },
    { role: 'contributor', network: 'riva' },
  ]);
  second = await office.member('noe', [{ role: 'facilitator', network: 'riva' }]);
  author = await office.member('paul', [{ role: 'contributor', network: 'riva' }]);
  stranger = await office.member('lea', [{ role: 'facilitator', network: 'mda' }]);
  partner = stranger;
});

const create = async (send: Send, fields: object = {}): Promise<string> =>
  (await send('POST', 'contributions', { at: now, body: { ...complete.documentary, submit: true, ...fields } })).body
    .id;

describe('The framing queue', () => {
  it('shows what waits, with what helps to decide', async () => {
    const first = await create(author, { format: 'dataset', links: [{ url: 'https://a.example/', title: 'A' }] });
    const again = await create(author, { links: [{ url: 'https://a.example/', title: 'A' }] });
    const { body } = await facilitator('GET', 'framing?limit=1', { at: new Date('2026-03-12T09:00:00Z') });
    expect(body).toMatchObject({ total: 2, items: [{ id: first, isComplete: true, isOwn: false }] });
    expect(body.items[0].hints.map(({ code }: { code: string }) => code)).toEqual([
      'family',
      'summary',
      'how-to-use',
      'age',
    ]);
    expect(body.items[0].hints[0].detail).toBe('Peut-être plutôt « Observation ».');
    const rest = (await facilitator('GET', body.next.replace('/api/v1/', ''))).body;
    expect(rest.items).toMatchObject([
      { id: again, duplicates: [{ id: first, likenesses: expect.arrayContaining(['same-link']) }] },
    ]);
    expect((await stranger('GET', 'framing')).body.total).toBe(0);
    expect((await author('GET', 'framing')).status).toBe(403);
  });

  it('is worked in bulk, each with its own answer', async () => {
    const [theirs, own, co] = [
      await create(author),
      await create(facilitator),
      await create(author, { coProducers: ['mda'] }),
    ];
    const { body } = await facilitator('POST', 'framing/endorse', { body: { ids: [theirs, own, co, 'none'] } });
    expect(
      body.items.map(({ status, problem }: { status: string; problem: { type: string } }) => status ?? problem.type),
    ).toEqual([
      'in-review',
      '/problems/own-contribution',
      '/problems/agreements-awaited',
      '/problems/contribution-not-found',
    ]);
    const returned = await second('POST', 'framing/return', { body: { ids: [own, co], reasons: ['Précisez.'] } });
    expect(returned.body.items).toMatchObject([{ status: 'draft' }, { status: 'draft' }]);
    expect((await second('POST', 'framing/return', { body: { ids: [own] } })).status).toBe(422);
  });

  it('lets a facilitator put the record right: a new version, the author’s words untouched', async () => {
    const id = await create(author);
    const edit = (send: Send, body: object) => send('PATCH', `framing/${id}`, { body });
    expect((await edit(facilitator, { title: 'Autre titre' })).body.errors[0].code).toBe('unknown-field');
    expect((await edit(facilitator, { support: 'specific' })).body.errors[0].pointer).toBe('/sector');
    expect((await edit(stranger, { themes: ['emploi'] })).status).toBe(404);
    expect((await edit(author, { themes: ['emploi'] })).status).toBe(403);
    const { body } = await edit(facilitator, {
      themes: ['emploi', 'gouvernance'],
      support: 'specific',
      sector: 'sport',
    });
    expect(body).toMatchObject({ version: 2, status: 'submitted', themes: ['emploi', 'gouvernance'], sector: 'sport' });
    const { versions, history } = (await author('GET', `contributions/${id}`)).body;
    expect(versions[0].content.themes).toEqual(complete.documentary.themes);
    expect(history.at(-1).what).toBe('reframed');
    expect([...history.at(-1).reasons].sort()).toEqual(['sector', 'support', 'themes']);
    // Saying the same again is nothing.
    expect((await edit(facilitator, { themes: ['emploi', 'gouvernance'] })).body.version).toBe(2);
    await second('POST', `contributions/${id}/endorse`);
    expect((await edit(facilitator, { themes: ['rgpd'] })).status).toBe(409);
    const events = (await office.announced('contributions')).filter(({ data }) => data.contributionId === id);
    expect(events.map(({ type, data }) => [type.split('.')[2], data.version])).toEqual([
      ['submitted', 1],
      ['submitted', 2],
      ['endorsed', 2],
    ]);
  });

  it('edits many at once', async () => {
    const ids = [await create(author), await create(author)];
    const { body } = await facilitator('POST', 'framing/edit', { body: { ids, metadata: { regime: 'mandatory' } } });
    expect(body.items).toMatchObject([{ version: 2 }, { version: 2 }]);
  });
});

describe('What is to be done this week', () => {
  it('is what waits for that person', async () => {
    const co = await create(author, { title: 'À plusieurs', coProducers: ['mda'] });
    await facilitator('POST', 'plans', { body: { title: 'Données', dueAt: '2026-03-05T00:00:00Z' } });
    await facilitator('POST', 'meetings', {
      body: { title: 'Collecte', startsAt: '2026-03-04T09:00:00Z', endsAt: '2026-03-04T10:00:00Z' },
    });
    const week = async (send: Send) => (await send('GET', 'me/tasks', { at: now })).body;
    const mine = await week(facilitator);
    expect(mine.toFrame.total).toBeGreaterThan(2);
    expect(mine).toMatchObject({
      plansDue: { total: 1, items: [{ stage: 'due-soon' }] },
      meetings: [{ title: 'Collecte' }],
    });
    expect((await week(partner)).toAgree.items).toMatchObject([{ id: co, title: 'À plusieurs' }]);
    const authors = await week(author);
    expect(authors.toFrame.total).toBe(0);
    expect(authors.toComplete.items.length).toBeGreaterThan(0);
    expect((await office.anyone('GET', 'me/tasks')).status).toBe(401);
  });
});
