import { describe, expect, it } from 'vitest';
import type { AnnouncedResource } from '#contracts';
import { aResource } from '../../../../../libs/contracts/test/builders.ts';
import { type TellingKind, tellKey } from '../mail-delivery.ts';
import { digestFor, type News, type Reader } from './digest.ts';
import type { Telling } from './telling.ts';

const now = new Date('2026-11-24T07:00:00Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 24 * 3600_000);

let events = 0;
const aTelling = (kind: TellingKind, days: number, given: Partial<AnnouncedResource> = {}): Telling => {
  const resource = aResource(given);
  events += 1;
  return {
    _id: `e${events}`,
    kind,
    resourceId: resource.id,
    version: resource.version,
    key: tellKey(kind, resource.id, resource.version, events),
    at: daysAgo(days),
    heardAt: daysAgo(days),
    resource,
    previous: null,
    reason: null,
  };
};
const newsOf = (tellings: readonly Telling[], more: Partial<News> = {}): News => ({
  tellings: tellings.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
  present: new Map(tellings.map(({ resource }) => [resource.id, resource])),
  resources: tellings.map(({ resourceId }) => resourceId),
  closing: [],
  ...more,
});
const reader = (given: Partial<Reader> = {}): Reader => ({
  filter: {},
  told: new Set(),
  had: new Set(),
  toldUntil: daysAgo(7),
  ...given,
});
const toldBy = (who: Reader, news: News) => digestFor(who, news, now).resources;
const inReunion = { territories: ['DEP-974'], scope: { include: ['DEP-974'], exclude: [] } };
const inspiring = {
  ...inReunion,
  fieldTest: { verdict: 'inspiration' as const, testedIn: ['DEP-974'], sentence: 'Testée uniquement sur ce terrain.' },
};

describe('A digest', () => {
  it('tells what was kept since the last one, each thing once, and nothing that any mail told', () => {
    const old = aTelling('published', 8, { id: 'old' });
    const fresh = aTelling('published', 2, { id: 'fresh' });
    const told = aTelling('published', 1, { id: 'told' });
    const who = reader({ told: new Set([told.key]) });
    expect(digestFor(who, newsOf([old, fresh, told, { ...fresh, _id: 'again' }]), now)).toMatchObject({
      resources: ['fresh'],
      tells: [fresh.key],
      items: [{ telling: fresh._id }],
    });
  });

  it('that has nothing new has no items, whatever closes soon', () => {
    const closing = [aResource({ id: 'grant', expiresAt: '2026-11-28T22:59:59Z' })];
    expect(digestFor(reader(), newsOf([], { closing }), now)).toMatchObject({ items: [], tells: [] });
  });

  it('says once what closes within seven days', () => {
    const closing = [aResource({ id: 'grant', expiresAt: '2026-11-28T22:59:59Z' })];
    const news = newsOf([aTelling('published', 1, { id: 'fresh' })], { closing });
    const first = digestFor(reader(), news, now);
    expect(first.closing).toMatchObject([{ resource: 'grant' }]);
    expect(digestFor(reader({ told: new Set(first.tells.slice(1)) }), news, now).closing).toEqual([]);
    expect(digestFor(reader({ filter: { theme: ['emploi'] } }), news, now).closing).toEqual([]);
  });

  it('is ten resources of the last thirty days when it is the first, the newest', () => {
    const tellings = [aTelling('published', 31, { id: 'older' })];
    for (let n = 1; n <= 14; n += 1) tellings.push(aTelling('published', 15 - n, { id: `r${n}` }));
    tellings.push(aTelling('flagged', 1, { id: 'flagged-only' }));
    const told = toldBy(reader({ toldUntil: null }), newsOf(tellings));
    expect(told).toEqual(['r5', 'r6', 'r7', 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14']);
  });

  it('says of a resource all that became of it, and nothing of one that came and went', () => {
    const [v1, v2] = [aTelling('published', 3, { id: 'a' }), aTelling('revised', 2, { id: 'a', version: 2 })];
    const gone = aTelling('withdrawn', 1, { id: 'b', status: 'withdrawn' });
    const news = newsOf([v1, v2, aTelling('published', 2, { id: 'b' }), gone]);
    expect(digestFor(reader(), news, now).tells).toEqual([v1.key, v2.key]);
    const over = newsOf([aTelling('published', 2, { id: 'c' })]);
    const expired = new Map([['c', aResource({ id: 'c', status: 'expired' })]]);
    expect(toldBy(reader(), { ...over, present: expired })).toEqual([]);
  });

  it('reaches whoever had an earlier version, whatever their filter says now', () => {
    const filter = { theme: ['emploi'] };
    for (const [kind, status] of [
      ['revised', 'published'],
      ['flagged', 'flagged'],
      ['suspended', 'suspended'],
      ['withdrawn', 'withdrawn'],
    ] as const) {
      const news = newsOf([aTelling(kind, 1, { id: 'a', version: 2, status })]);
      expect([kind, toldBy(reader({ filter, had: new Set(['a']) }), news)]).toEqual([kind, ['a']]);
      expect([kind, toldBy(reader({ filter }), news)]).toEqual([kind, []]);
    }
  });

  it('has at most three that were tested elsewhere, marked so, and none for who did not ask', () => {
    const tellings = [1, 2, 3, 4, 5].map((n) => aTelling('published', n, { id: `far${n}`, ...inspiring }));
    const near = aTelling('published', 1, { id: 'near' });
    const filter = { territory: ['DEP-59'] };
    const asked = digestFor(
      reader({ filter: { ...filter, elsewhere: ['inspiration'] } }),
      newsOf([...tellings, near]),
      now,
    );
    expect(asked.resources).toEqual(['near', 'far3', 'far2', 'far1']);
    expect(asked.items.filter(({ isElsewhere }) => isElsewhere)).toHaveLength(3);
    expect(toldBy(reader({ filter }), newsOf([...tellings, near]))).toEqual(['near']);
  });

  it('tells a second flag of the same version, which is another', () => {
    const first = aTelling('flagged', 5, { id: 'a', status: 'flagged' });
    const second = aTelling('flagged', 1, { id: 'a', status: 'flagged' });
    expect(digestFor(reader({ told: new Set([first.key]) }), newsOf([first, second]), now).tells).toEqual([second.key]);
  });
});
