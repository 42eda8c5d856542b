/** Sites with a feed each, in a process of their own: `/n` is the feed of the n-th, `/round/<n>/<fresh>` changes them all. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const held = 30;
const startedAt = Date.now();
let round = 0;
let fresh = 0;

const words =
  'La vie associative, ses bénévoles, ses dirigeants et les aides qui leur sont ouvertes dans les territoires. ';

const item = (site: string, n: number): string =>
  `<item><title>Nouvelle ${n} du site ${site}</title><link>https://site-${site}.example/${n}</link><guid isPermaLink="false">${site}-${n}</guid>` +
  `<pubDate>${new Date(startedAt - 3_600_000 + n * 1_000).toUTCString()}</pubDate><description><![CDATA[<p>${words.repeat(4)}</p>]]></description></item>`;

const feedOf = (site: string): string => {
  const items = Array.from({ length: held }, (_, n) => item(site, round * fresh + n)).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Site ${site}</title><link>https://site-${site}.example/</link>\n${items}</channel></rss>`;
};

const server = createServer((request, response) => {
  const [, first = '', second, third] = (request.url ?? '/').split('/');
  if (first === 'round') {
    round = Number(second);
    fresh = Number(third);
    response.end('ok');
    return;
  }
  const etag = `"${round}"`;
  const isKnown = request.headers['if-none-match'] === etag;
  response.writeHead(isKnown ? 304 : 200, { 'content-type': 'application/rss+xml', etag });
  response.end(isKnown ? undefined : feedOf(first));
});

server.listen(0, '0.0.0.0', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
