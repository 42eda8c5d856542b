import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { until } from './api.ts';

export interface ReceivedWebhook {
  readonly id: string;
  readonly at: number;
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly sequence: number;
    readonly data: { readonly id?: string; readonly title?: string };
  };
}

/** A network's own tool: takes webhooks, and believes only those that the `standardwebhooks` package verifies. */
export class Receiver {
  readonly received: ReceivedWebhook[] = [];
  readonly refused: string[] = [];
  private secret = Promise.withResolvers<string>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const at = performance.now();
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const body = Buffer.concat(chunks).toString();
        try {
          new Webhook(await this.secret.promise).verify(body, request.headers as Record<string, string>);
          this.received.push({ id: String(request.headers['webhook-id']), at, body: JSON.parse(body) });
          response.writeHead(204).end();
        } catch (error) {
          this.refused.push(String(error));
          response.writeHead(401).end();
        }
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook`;
  }

  /** The secret that creating the endpoint answered. */
  trust(secret: string): void {
    this.secret.resolve(secret);
  }

  async waitFor(type: string, resource?: string): Promise<ReceivedWebhook> {
    return until(`a verified ${type}`, async () =>
      this.received.find(({ body }) => body.type === type && (!resource || body.data.id === resource)),
    );
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
