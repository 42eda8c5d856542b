import { describe, expect, it } from 'vitest';
import { isLarge, readApart, Unreadable } from './read-apart.ts';
import { feedIn } from './read-document.ts';

const feedOf = (items: string) => ({
  bytes: Buffer.from(`<rss version="2.0"><channel><title>Un site</title>${items}</channel></rss>`),
  ...{ contentType: 'application/rss+xml', encoding: null, url: 'https://site.example/flux', now: new Date() },
});
const item = (text: string) => `<item><title>Titre</title><description><![CDATA[${text}]]></description></item>`;
/** Ten megabytes of these keep a parser busy for a quarter of a minute. */
const hostile = feedOf(Array.from({ length: 48 }, () => item('<div>'.repeat(40_000))).join(''));

describe('A large document', () => {
  it('is read in a thread of its own as it would be here', async () => {
    const document = feedOf(item(`L’œuvre <b>des bénévoles</b>. ${'Suite. '.repeat(30_000)}`));
    expect(isLarge(document.bytes)).toBe(true);
    expect(await readApart('feed', document)).toEqual(feedIn(document));
  });

  it('that takes too long is given up, and keeps nothing waiting meanwhile', async () => {
    const turns: number[] = [];
    const clock = setInterval(() => turns.push(performance.now()), 20);
    await expect(readApart('feed', hostile, 600)).rejects.toThrow(Unreadable);
    clearInterval(clock);
    const gaps = turns.slice(1).map((at, index) => at - (turns[index] as number));
    expect(turns.length).toBeGreaterThan(10);
    expect(Math.max(...gaps)).toBeLessThan(500);
  });

  it('that is refused says why, in the words for people', async () => {
    const document = { ...feedOf(''), bytes: Buffer.from('<!doctype html><html><body>Erreur</body></html>') };
    await expect(readApart('feed', document)).rejects.toThrow('Le document n’est pas un flux');
    const archive = { archive: Buffer.from('rien'), delivery: { day: '2026-08-19', isRetroactive: false } };
    await expect(readApart('delivery', archive)).rejects.toThrow('L’archive est tronquée ou illisible.');
  });

  it('waits its turn behind two others, and is read all the same', async () => {
    const document = feedOf(item('Un'));
    const all = await Promise.all(Array.from({ length: 5 }, () => readApart('feed', document)));
    expect(all.map(({ entries }) => entries.length)).toEqual([1, 1, 1, 1, 1]);
  });
});
