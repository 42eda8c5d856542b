import { describe, expect, it } from 'vitest';
import { aDatabaseName, mongoForThisFile } from '../../../../../test/support/engines.ts';
import { Pacing } from './pacing.ts';

const { aDatabase } = mongoForThisFile();
const now = new Date('2026-03-02T08:00:00Z');
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const rules = { perMinute: null, perMinuteToDomain: 60, warmUp: null };
const paced = (name = aDatabaseName(), given = rules) => aDatabase((database) => new Pacing(database, given), name);
const secondsOf = (places: readonly Date[]) =>
  places.map((place) => Math.round((place.getTime() - now.getTime()) / 1_000)).sort((a, b) => a - b);

describe('Mails that must find a place', () => {
  it('leave at once as long as there is room in the minute, then one after the other, whoever sends them', async () => {
    const name = aDatabaseName();
    const processes = await Promise.all([1, 2, 3].map(() => paced(name)));
    const asked = Array.from({ length: 90 }, (_, index) => processes[index % 3]?.placeOf('a.example', now));
    const places = secondsOf((await Promise.all(asked)) as Date[]);
    expect(places.filter((second) => second <= 0)).toHaveLength(61);
    expect(places.slice(61)).toEqual(Array.from({ length: 29 }, (_, index) => index + 1));
    // Another domain has its own places.
    expect(secondsOf([await (processes[0] as Pacing).placeOf('b.example', now)])).toEqual([0]);
  });

  it('keep their places over a restart, and what was not used is not saved up for ever', async () => {
    const name = aDatabaseName();
    const before = await paced(name);
    await Promise.all(Array.from({ length: 120 }, () => before.placeOf('a.example', now)));
    const restarted = await paced(name);
    expect(secondsOf([await restarted.placeOf('a.example', now)])).toEqual([60]);
    const later = inSeconds(3_600);
    const places = await Promise.all(Array.from({ length: 62 }, () => restarted.placeOf('a.example', later)));
    expect(places.filter((place) => place > later)).toHaveLength(1);
  });

  it('of a new sender are few on the first day, and twice as many on the next', async () => {
    const pacing = await paced(undefined, {
      ...rules,
      perMinuteToDomain: null,
      warmUp: { since: now, first: 240 },
    } as never);
    const first = await Promise.all(Array.from({ length: 20 }, () => pacing.placeOf('a.example', inSeconds(1))));
    // Ten at once: an hour's share. Then one every six minutes.
    expect(first.filter((place) => place <= inSeconds(1))).toHaveLength(11);
    expect(secondsOf(first).at(-1)).toBe(9 * 360 + 1);
    const next = inSeconds(24 * 3_600 + 1);
    const second = await Promise.all(Array.from({ length: 40 }, () => pacing.placeOf('a.example', next)));
    expect(second.filter((place) => place <= next)).toHaveLength(21);
  });

  it('wait when their domain refused for now three times in a row, in every process, and go when it takes one', async () => {
    const name = aDatabaseName();
    const [one, other] = (await Promise.all([1, 2].map(() => paced(name)))) as [Pacing, Pacing];
    for (const second of [0, 1]) await one.refused('a.example', inSeconds(second));
    expect(await one.holdOn('a.example', inSeconds(2))).toBeNull();
    await one.refused('a.example', inSeconds(2));
    expect(await one.holdOn('a.example', inSeconds(3))).toEqual(inSeconds(62));
    expect(await other.holdOn('a.example', inSeconds(3))).toEqual(inSeconds(62));
    expect(await other.holdOn('b.example', inSeconds(3))).toBeNull();
    // Those that were in the air do not prolong it; the next after it does.
    await one.refused('a.example', inSeconds(4));
    expect(await one.holdOn('a.example', inSeconds(5))).toEqual(inSeconds(62));
    expect(await one.holdOn('a.example', inSeconds(63))).toBeNull();
    await one.refused('a.example', inSeconds(63));
    expect((await one.holdOn('a.example', inSeconds(64)))?.getTime()).toBeGreaterThan(inSeconds(300).getTime());
    await one.taken('a.example');
    expect(await other.holdOn('a.example', inSeconds(70))).toBeNull();
  });
});
