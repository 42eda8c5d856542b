import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { type Answer, done } from './client.ts';
import { eventually } from './eventually.ts';
import type { Product } from './product.ts';

/** A webhook as it came, before anything is believed of it. */
export interface Post {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was sent
  readonly body: any;
  readonly id: string;
  readonly at: number;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A network's tool that answers as it is told, for the ways in which tools fail. */
export class Tool {
  readonly posts: Post[] = [];
  /** What it answers to a post; null leaves the sender waiting. */
  reply: (post: Post) => Reply | null = () => ({ status: 204 });
  /** Its endpoint's id, and the secret that creating it showed. */
  id = '';
  secret = '';
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString();
      const { headers, url: path = '' } = request;
      const body = raw ? JSON.parse(raw) : undefined;
      const post = { path, headers, raw, body, id: String(headers['webhook-id']), at: Date.now() };
      this.posts.push(post);
      answer(response, this.reply(post));
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** What came about resources, in the order it came; throws when any of it is not signed with our secret. */
  get told(): readonly Post[] {
    const told = this.posts.filter(({ body }) => body?.type !== 'ping');
    for (const { raw, headers } of told) new Webhook(this.secret).verify(raw, headers as Record<string, string>);
    return told;
  }

  /** What was told, once it is that much. */
  async hears(count: number, withinMs?: number): Promise<readonly Post[]> {
    return eventually(() => {
      const { told } = this;
      if (told.length < count) throw new Error(`${told.length} of ${count} webhooks came`);
      return told;
    }, withinMs);
  }
}

const answer = (response: ServerResponse, reply: Reply | null): void => {
  if (reply) response.writeHead(reply.status, reply.headers).end(reply.body);
};

/** A tool of the receiving network, registered; not verified before it answers its ping. */
export const registered = async (
  product: Product,
  wanted: Record<string, unknown> = {},
  reply?: Tool['reply'],
  by = owner(product),
): Promise<Tool> => {
  const tool = new Tool();
  if (reply) tool.reply = reply;
  const url = await tool.listen();
  product.closesWithUs(() => tool.close());
  const { id, secret } = await done(by.post('webhook-endpoints', { url, ...wanted }));
  return Object.assign(tool, { id, secret });
};

/** The same, once it is active. */
export const active = async (product: Product, wanted?: Record<string, unknown>): Promise<Tool> => {
  const tool = await registered(product, wanted);
  await becomes(product, tool, 'active');
  return tool;
};

export const owner = ({ as, keys }: Product) => as(keys.subscriber);

/** The endpoint, once it has that status. */
export const becomes = (product: Product, { id }: Tool, status: string, withinMs?: number): Promise<Answer['body']> =>
  eventually(async () => {
    const endpoint = await done(owner(product).get(`webhook-endpoints/${id}`));
    if (endpoint.status !== status) throw new Error(`the endpoint is ${endpoint.status}, not ${status}`);
    return endpoint;
  }, withinMs);

/** What its owner sees of what was sent, pings apart; the newest first. */
export const deliveriesOf = async (product: Product, { id }: Tool): Promise<Answer['body'][]> => {
  const { items } = await done(owner(product).get(`webhook-endpoints/${id}/deliveries?limit=100`));
  return items.filter(({ type }: { type: string }) => type !== 'ping');
};
