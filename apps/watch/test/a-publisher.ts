import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

/** What a site answers at a path: bytes with their headers, or whatever it does. */
export type Answer =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string | Buffer }
  | ((request: Asked, response: ServerResponse) => void);

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly at: number;
  readonly host: string;
}

/** Sites on this machine, each at an address of its own as far as politeness goes (127.0.0.0/8). */
export interface Publisher {
  readonly port: number;
  readonly asked: Asked[];
  /** The address of a path at the n-th host. */
  at(path: string, host?: number): string;
  answers(path: string, answer: Answer): void;
  /** Hears what is posted to a path. */
  bodies(path: string, hear: (body: string) => void): void;
}

export const publishers = () => {
  const open: Server[] = [];
  afterEach(async () => {
    for (const server of open.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
  return async (): Promise<Publisher> => {
    const answers = new Map<string, Answer>();
    const heard = new Map<string, (body: string) => void>();
    const asked: Asked[] = [];
    const server = createServer((request, response) => {
      const path = request.url ?? '/';
      const one = { path, headers: request.headers, at: Date.now(), host: request.headers.host ?? '' };
      asked.push(one);
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => heard.get(path)?.(Buffer.concat(parts).toString()));
      const answer = answers.get(path) ?? { status: 404 };
      if (typeof answer === 'function') return answer(one, response);
      response.writeHead(answer.status ?? 200, answer.headers ?? {});
      response.end(answer.body ?? '');
    });
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      port,
      asked,
      at: (path, host = 1) => `http://127.0.${host >> 8}.${host & 255}:${port}${path}`,
      answers: (path, answer) => void answers.set(path, answer),
      bodies: (path, hear) => void heard.set(path, hear),
    };
  };
};

/** Answers 304 to whoever shows the validators that this gave. */
export const conditional =
  (body: string | Buffer, validators: { etag?: string; lastModified?: string }, type = 'application/rss+xml'): Answer =>
  (request, response) => {
    const { etag, lastModified } = validators;
    const isSame =
      (etag !== undefined && request.headers['if-none-match'] === etag) ||
      (etag === undefined && lastModified !== undefined && request.headers['if-modified-since'] === lastModified);
    const headers = {
      'content-type': type,
      ...(etag ? { etag } : {}),
      ...(lastModified ? { 'last-modified': lastModified } : {}),
    };
    response.writeHead(isSame ? 304 : 200, headers);
    response.end(isSame ? undefined : body);
  };

interface Said {
  readonly guid?: string | null;
  readonly link?: string;
  readonly title: string;
  readonly text?: string;
  readonly date?: Date | null;
}

/** An RSS 2.0 document. */
export const rssOf = (items: readonly Said[], channel = ''): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Un site</title><link>https://site.example/</link>${channel}
${items
  .map(
    ({ guid, link, title, text, date }) => `<item><title>${title}</title>
${guid ? `<guid isPermaLink="false">${guid}</guid>` : ''}${link ? `<link>${link}</link>` : ''}
${date ? `<pubDate>${date.toUTCString()}</pubDate>` : ''}<description><![CDATA[${text ?? title}]]></description></item>`,
  )
  .join('\n')}
</channel></rss>`;
