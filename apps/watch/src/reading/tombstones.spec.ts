import { describe, expect, it } from 'vitest';
import { tombstonesIn } from './tombstones.ts';

const namespace = 'xmlns:t="http://purl.org/atompub/tombstones/1.0"';
const feed = (said: string, about = namespace) => `<feed xmlns="http://www.w3.org/2005/Atom" ${about}>${said}</feed>`;

describe('What a feed takes back', () => {
  it('is read whatever its prefix, its quotes and the order of its attributes', () => {
    const said = `<t:deleted-entry when='2026-03-05T09:00:00+01:00' ref='a&amp;b'/><t:deleted-entry ref="c"/>`;
    expect(tombstonesIn(feed(said), new Set())).toEqual([
      { guid: 'a&b', at: '2026-03-05T08:00:00.000Z' },
      { guid: 'c', at: null },
    ]);
  });

  it.each([
    ['the feed still holds', '<t:deleted-entry ref="held"/>', namespace],
    ['has no reference', '<t:deleted-entry when="2026-03-05T09:00:00Z"/>', namespace],
    ['is of another vocabulary', '<t:deleted-entry ref="a"/>', 'xmlns:t="http://other.example/"'],
  ])('is nothing when %s', (_, said, about) => {
    expect(tombstonesIn(feed(said, about), new Set(['held']))).toEqual([]);
  });

  it('is bounded, and a hostile one ends', () => {
    const many = Array.from({ length: 40_000 }, (_, n) => `<t:deleted-entry ref="${n}"/>`).join('');
    expect(tombstonesIn(feed(`${many}<t:deleted-entry ${'ref= '.repeat(200_000)}`), new Set())).toHaveLength(200);
  });
});
