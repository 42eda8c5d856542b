import { gzipSync } from 'node:zlib';
import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { itemDetected, watchNoticeRequested } from '#contracts';
import { aDatabaseName, mongoForThisFile } from '../../../test/support/engines.ts';
import { aDesk } from './a-desk.ts';
import { conditional, publishers, rssOf } from './a-publisher.ts';

Logger.overrideLogger(false);

const hour = 3_600_000;
const day = 24 * hour;
const start = new Date('2026-03-03T09:00:00Z');
const later = (ms: number) => new Date(start.getTime() + ms);

describe('A source that is watched', () => {
  const { aDatabase } = mongoForThisFile();
  const aPublisher = publishers();
  const desks: { end(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.end();
  });
  const aWatch = async (name?: string) => {
    const desk = await aDatabase(aDesk, name);
    desks.push(desk);
    return desk;
  };

  it('is asked once, and afterwards only for what changed, with its own words byte for byte (F43, F44)', async () => {
    const [desk, site] = [await aWatch(), await aPublisher()];
    const validators = { etag: 'W/"é x,\\y"', lastModified: 'Tue, 3 Mar 2026 8:01:00 +0000' };
    site.answers('/flux', conditional(rssOf([{ guid: '1', title: 'Un' }]), { lastModified: validators.lastModified }));
    const { _id } = await desk.watching(site.at('/flux'), {}, start);
    expect(await desk.pollSources.poll(start)).toBe(1);
    expect(await desk.pollSources.poll(later(60_000))).toBe(0);
    expect(await desk.pollSources.poll(later(2 * day))).toBe(1);
    expect(site.asked.map(({ headers }) => headers['if-modified-since'])).toEqual([undefined, validators.lastModified]);
    expect(site.asked[0]?.headers['if-none-match']).toBeUndefined();
    expect((await desk.itemsOf(_id)).map(({ title }) => title)).toEqual(['Un']);
    expect(await desk.stateOf(_id)).toMatchObject({
      polls: 2,
      failures: 0,
      lastAnsweredAt: later(2 * day).toISOString(),
    });
  });

  it('announces what is new, once, with the state that says so', async () => {
    const [desk, site] = [await aWatch(), await aPublisher()];
    site.answers('/flux', { body: rssOf([{ guid: '1', title: 'Un', link: 'https://site.example/1', date: start }]) });
    const { _id } = await desk.watching(site.at('/flux'), {}, start);
    await desk.pollSources.poll(start);
    site.answers('/flux', {
      body: rssOf([
        { guid: '2', title: 'Deux', date: start },
        { guid: '1', title: 'Un', date: start },
      ]),
    });
    await desk.pollSources.poll(later(2 * day));
    const told = await desk.toldOf(_id);
    const titles = told.map(({ data }) => (data as { items: { title: string }[] }).items.map(({ title }) => title));
    expect(told.map(({ type }) => type)).toEqual([itemDetected.type, itemDetected.type]);
    expect(titles).toEqual([['Un'], ['Deux']]);
  });

  it('is read by one of several instances in a slot, and a poll that comes late writes nothing', async () => {
    const name = aDatabaseName();
    const [one, other, site] = [await aWatch(name), await aWatch(name), await aPublisher()];
    for (let n = 1; n <= 20; n += 1) {
      site.answers(`/${n}`, { body: rssOf([{ guid: '1', title: `Titre ${n}` }]) });
      await one.watching(site.at(`/${n}`, n), {}, start);
    }
    const polled = await Promise.all([one, other, one, other].map((desk) => desk.pollSources.poll(start)));
    expect(polled.reduce((sum, n) => sum + n, 0)).toBe(20);
    expect(site.asked).toHaveLength(20);
    const [source] = (await one.sources.list({ limit: 1 })).items;
    const state = await one.stateOf(source?._id as string);
    const late = { ...state, v: state.v - 1, polls: state.polls - 1, bodyHash: null };
    await one.pollSource.execute(source as never, late, later(hour));
    expect(await one.stateOf(state._id)).toEqual(state);
  });

  it('that is called for while it is read is read again', async () => {
    const [desk, site] = [await aWatch(), await aPublisher()];
    site.answers('/flux', conditional(rssOf([{ guid: '1', title: 'Un' }]), { etag: '"un"' }));
    const source = await desk.watching(site.at('/flux'), {}, start);
    const readWhileCalledFor = async (at: Date) => {
      const seen = await desk.stateOf(source._id);
      await desk.states.hasten(source._id, at);
      const polled = await desk.pollSource.execute(source, seen, start);
      if (polled.outcome === 'unchanged') await desk.states.recordUnchanged([polled.unchanged]);
      return polled.outcome;
    };
    for (const [at, outcome] of [
      [later(1_000), 'recorded'],
      [later(2_000), 'unchanged'],
    ] as const) {
      expect(await readWhileCalledFor(at)).toBe(outcome);
      expect((await desk.stateOf(source._id)).dueAt).toEqual(at);
    }
  });

  it('has its host to itself, one source after the other, with a rest between', async () => {
    const [desk, site] = [await aWatch(), await aPublisher()];
    for (const path of ['/a', '/b', '/c']) {
      site.answers(path, { body: rssOf([{ guid: path, title: path }]) });
      await desk.watching(site.at(path), {}, start);
    }
    expect(await desk.pollSources.poll(start)).toBe(1);
    await desk.turns.giveBack(
      (await desk.turns.take(['127.0.0.1'], new Date())).token,
      new Map([['127.0.0.1', later(5_000)]]),
    );
    expect(await desk.pollSources.poll(later(4_999))).toBe(0);
    expect(await desk.pollSources.poll(later(5_001))).toBe(1);
    expect(site.asked.map(({ path }) => path).sort()).toHaveLength(2);
  });

  it('that breaks for ten days is asked for ever, its owner told once each way, and nothing is lost (F42)', async () => {
    const [desk, site] = [await aWatch(), await aPublisher()];
    await desk.ring.members.collection.insertOne({
      _id: 'bastien',
      v: 1,
      grants: [{ role: 'watch-editor', network: 'n' }],
    } as never);
    const before = Array.from({ length: 20 }, (_, n) => ({
      guid: `avant-${n}`,
      title: `Avant ${n}`,
      date: later(-n * hour),
    }));
    site.answers('/flux', { body: rssOf(before) });
    const { _id } = await desk.watching(site.at('/flux'), {}, start);
    await desk.pollSources.poll(start);
    site.answers('/flux', { status: 500 });
    for (let at = hour; at < 10 * day; at += hour) await desk.pollSources.poll(later(at));
    expect((await desk.stateOf(_id)).failures).toBeGreaterThan(9);
    const missed = Array.from({ length: 30 }, (_, n) => ({
      guid: `pendant-${n}`,
      title: `Pendant ${n}`,
      date: later((n + 1) * 7 * hour),
    }));
    site.answers('/flux', { body: rssOf([...missed.reverse(), ...before.slice(0, 5)]) });
    for (let at = 10 * day; at < 12 * day; at += hour) await desk.pollSources.poll(later(at));
    const titles = (await desk.itemsOf(_id)).filter(({ status }) => status === 'new').map(({ title }) => title);
    expect(titles).toHaveLength(50);
    const kinds = (await desk.toldOf(_id)).flatMap(({ type, data }) =>
      type === watchNoticeRequested.type ? [(data as { kind: string }).kind] : [],
    );
    expect(kinds).toEqual(['source.failing', 'source.recovered']);
  });

  it('is left alone for as long as it asks, with its whole host', async () => {
    const [desk, site] = [await aWatch(), await aPublisher()];
    site.answers('/a', { status: 429, headers: { 'retry-after': '7200' } });
    site.answers('/b', { body: rssOf([]) });
    const { _id } = await desk.watching(site.at('/a'), {}, start);
    await desk.pollSources.poll(start);
    await desk.watching(site.at('/b'), {}, start);
    expect((await desk.stateOf(_id)).dueAt?.getTime()).toBe(later(2 * hour).getTime());
    expect(await desk.pollSources.poll(later(hour))).toBe(0);
    expect(await desk.pollSources.poll(later(2 * hour + 1_000))).toBe(1);
  });

  it('that falls silent beyond what is expected of it is told of once', async () => {
    const [desk, site] = [await aWatch(), await aPublisher()];
    await desk.ring.members.collection.insertOne({ _id: 'bastien', v: 1, grants: [{ role: 'watch-editor' }] } as never);
    site.answers('/flux', conditional(rssOf([{ guid: '1', title: 'Un', date: start }]), { etag: '"1"' }));
    const { _id } = await desk.watching(site.at('/flux'), { cadenceHours: 24 }, start);
    for (let at = 0; at < 5 * day; at += 6 * hour) await desk.pollSources.poll(later(at));
    site.answers('/flux', conditional(rssOf([{ guid: '2', title: 'Deux', date: later(5 * day) }]), { etag: '"2"' }));
    for (let at = 5 * day; at < 7 * day; at += 6 * hour) await desk.pollSources.poll(later(at));
    const kinds = (await desk.toldOf(_id)).flatMap(({ data }) =>
      'kind' in (data as object) ? [(data as { kind: string }).kind] : [],
    );
    expect(kinds).toEqual(['source.silent', 'source.speaking']);
  });

  it.each([
    ['a page that says it is well (F48)', { body: '<!doctype html><html><body>Erreur 500</body></html>' }],
    [
      'entities (F49)',
      {
        body: `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${rssOf([{ title: '&b;' }]).slice(38)}`,
      },
    ],
    [
      'an external entity (F49)',
      {
        body: `<?xml version="1.0"?><!DOCTYPE rss SYSTEM "http://127.0.0.1/x" [<!ENTITY % e SYSTEM "http://127.0.0.1/x">]>${rssOf([{ title: 'x' }]).slice(38)}`,
      },
    ],
    ['depth', { body: `<rss version="2.0"><channel>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</channel></rss>` }],
    ['a bomb', { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(40 * 1024 * 1024, ' ')) }],
    ['11 MB', { body: Buffer.alloc(11 * 1024 * 1024, ' ') }],
    ['an error told as an article', { body: rssOf([{ guid: 'e', title: 'Bridge returned error 404! (20580)' }]) }],
    ['a redirect to a private network (F25)', { status: 302, headers: { location: 'http://169.254.169.254/latest' } }],
  ])('that answers %s makes no item, and is said to fail', async (_, answer) => {
    const [desk, site] = [await aWatch(), await aPublisher()];
    site.answers('/flux', answer);
    const { _id } = await desk.watching(site.at('/flux'), {}, start);
    await desk.pollSources.poll(start);
    expect(await desk.itemsOf(_id)).toEqual([]);
    const state = await desk.stateOf(_id);
    expect(state).toMatchObject({ failures: 1, lastAnsweredAt: null });
    expect(state.lastError).toMatch(/\.$/);
  });

  it('is read by nobody while polling is off', async () => {
    const [desk, site] = [await aWatch(), await aPublisher()];
    await desk.watching(site.at('/flux'), {}, start);
    await desk.polling.turn(false, 'operator', 'Trop de bruit.', start);
    expect(await desk.pollSources.poll(start)).toBe(0);
    await desk.polling.turn(true, 'operator', null, start);
    expect(await desk.pollSources.poll(start)).toBe(1);
  });
});
