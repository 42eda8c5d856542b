import { describe, expect, it } from 'vitest';
import { type Answer, done, etagOf } from '../../support/client.ts';
import type { Product } from '../../support/product.ts';

const types = { rss: 'application/rss+xml', atom: 'application/atom+xml', json: 'application/feed+json' };
const formats = Object.keys(types) as (keyof typeof types)[];
const codings = ['identity', 'gzip', 'br'] as const;

export const describeFeeds = (product: Product): void => {
  const read = (address: string, headers: Record<string, string> = {}): Promise<Answer> =>
    product.anyone.get(address, { 'accept-encoding': 'identity', ...headers });

  describe.each(formats)('as a feed in %s', (format) => {
    const feed = `/feeds/resources.${format}`;

    it('says its type and how long it lasts', async () => {
      const { headers, status } = await read(feed);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(types[format]);
      expect(headers.get('cache-control')).toMatch(/public.*max-age=\d+/);
      expect(headers.get('last-modified')).toMatch(/GMT$/);
      expect(headers.get('access-control-allow-origin')).toBe('*');
    });

    it('has a strong ETag for each coding, and the same content in all', async () => {
      const answers = await Promise.all(codings.map((coding) => read(feed, { 'accept-encoding': coding })));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      const tags = answers.map(({ headers }) => headers.get('etag') ?? '');
      expect(new Set(tags).size).toBe(codings.length);
      for (const tag of tags) expect(tag).toMatch(/^"[^"]+"$/);
      for (const { headers } of answers) expect(headers.get('vary')).toMatch(/accept-encoding/i);
      expect(answers.map(({ headers }) => headers.get('content-encoding'))).toEqual([null, 'gzip', 'br']);
    });

    it.each(codings)('answers 304 and no body to who has it already in %s', async (coding) => {
      const asked = { 'accept-encoding': coding };
      const etag = await etagOf(read(feed, asked));
      for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const answer = await read(feed, { ...asked, 'if-none-match': tag });
        expect(answer).toMatchObject({ status: 304, text: '' });
        expect(answer.headers.get('etag')).toBe(etag);
        expect(answer.headers.get('vary')).toMatch(/accept-encoding/i);
      }
    });

    it('believes If-None-Match over If-Modified-Since', async () => {
      const { headers } = await read(feed);
      const seen = headers.get('last-modified') ?? '';
      expect((await read(feed, { 'if-modified-since': seen })).status).toBe(304);
      expect((await read(feed, { 'if-modified-since': 'Thu, 01 Jan 1998 00:00:00 GMT' })).status).toBe(200);
      expect((await read(feed, { 'if-modified-since': 'nonsense' })).status).toBe(200);
      const both = { 'if-modified-since': seen, 'if-none-match': '"something-else"' };
      expect((await read(feed, both)).status).toBe(200);
    });

    it('answers HEAD as GET, without the body', async () => {
      const [get, head] = [await read(feed), await product.anyone.head(feed, { 'accept-encoding': 'identity' })];
      expect(head).toMatchObject({ status: 200, text: '' });
      for (const name of ['etag', 'last-modified', 'content-type', 'content-length', 'vary']) {
        expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
      }
    });

    it('is one feed per set, whatever the order of its filter', async () => {
      const [a, b] = [
        'theme=emploi&territory=DEP-59&territory=DEP-33',
        'territory=DEP-33&territory=DEP-59&theme=emploi&theme=emploi',
      ];
      expect(await etagOf(read(`${feed}?${a}`))).toBe(await etagOf(read(`${feed}?${b}`)));
      expect((await read(`${feed}?${a}`)).text).toBe((await read(`${feed}?${b}`)).text);
      expect(await etagOf(read(`${feed}?${a}`))).not.toBe(await etagOf(read(feed)));
    });
  });

  it.each(['', 'territory=DEP-33', 'family=legal-watch&family=observation', 'q=bénévole', 'verdict=inspiration'])(
    'lets feeds and catalogue agree on « %s »',
    async (filter) => {
      const { items: feed } = await done(read(`/feeds/resources.json?${filter}`));
      const { items: catalogue } = await done(product.anyone.get(`resources?limit=100&${filter}`));
      const told = feed.map(({ _essaim }: { _essaim: { id: string } }) => _essaim.id);
      // Published, then a reference: two announcements of one resource.
      expect([...new Set(told)].sort()).toEqual(catalogue.map(({ id }: { id: string }) => id).sort());
    },
  );
};
