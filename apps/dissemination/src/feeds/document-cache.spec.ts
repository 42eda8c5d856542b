import { describe, expect, it } from 'vitest';
import { eventually } from '../../../../test/support/eventually.ts';
import { DocumentCache } from './document-cache.ts';

const changedAt = new Date('2026-01-01T00:00:00.000Z');
const bounds = { documents: 1_000, bytes: 10_000_000 };

/** Renders its name and what is true at that moment; counts how often. */
const aCache = (given = bounds) => {
  const world = { state: 'one', rendered: [] as string[], isBroken: false };
  const cache = new DocumentCache<string>(async (about) => {
    if (world.isBroken) throw new Error('away');
    world.rendered.push(about);
    return { text: `${about} ${world.state}`, changedAt };
  }, given);
  const text = async (about: string) => (await cache.get(about, about)).bodies.identity.bytes.toString();
  return { world, cache, text };
};

describe('Kept documents', () => {
  it('are rendered once, however many ask at once, and however often', async () => {
    const { world, text } = aCache();
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => text('a'))))).toEqual(new Set(['a one']));
    await text('a');
    expect(world.rendered).toEqual(['a']);
  });

  it('are rendered again in the background, those alone that a change concerns', async () => {
    const { world, cache, text } = aCache();
    await Promise.all([text('a'), text('b')]);
    world.state = 'two';
    cache.refresh((about) => about === 'a');
    await eventually(async () => expect(await text('a')).toBe('a two'));
    expect(await text('b')).toBe('b one');
    expect(world.rendered).toEqual(['a', 'b', 'a']);
  });

  it('are rendered fewer times than changes that come at once', async () => {
    const { world, cache, text } = aCache();
    await text('a');
    for (let change = 0; change < 100; change += 1) {
      world.state = `${change}`;
      cache.refresh(() => true);
    }
    await eventually(async () => expect(await text('a')).toBe('a 99'));
    expect(world.rendered.length).toBeLessThan(10);
  });

  it('are served as they were while nothing can be rendered, and become fresh once it can', async () => {
    const { world, cache, text } = aCache();
    await text('a');
    Object.assign(world, { state: 'two', isBroken: true });
    cache.refresh(() => true);
    expect(await text('a')).toBe('a one');
    await expect(text('b')).rejects.toThrow('away');
    world.isBroken = false;
    await eventually(async () => expect(await text('a')).toBe('a two'));
    cache.close();
  });

  it('keep their bytes and tag when a change changes nothing', async () => {
    const { cache } = aCache();
    const before = await cache.get('a', 'a');
    cache.refresh(() => true);
    await eventually(async () => expect((await cache.get('a', 'a')).bodies).toBe(before.bodies));
  });

  it('stay within their bounds, the least recently asked for going first', async () => {
    const { world, cache, text } = aCache({ documents: 100, bytes: 1_000_000 });
    await text('kept');
    for (let index = 0; index < 1_000; index += 1) {
      await text(`filter ${index}`);
      await text('kept');
    }
    expect(cache.extent.documents).toBeLessThanOrEqual(100);
    expect(world.rendered.filter((about) => about === 'kept')).toHaveLength(1);
    const small = aCache({ documents: 1_000, bytes: 2_000 });
    for (let index = 0; index < 200; index += 1) await small.text(`filter ${index}`);
    expect(small.cache.extent.bytes).toBeLessThanOrEqual(2_000);
    expect(small.cache.extent.documents).toBeGreaterThan(1);
  });
});
