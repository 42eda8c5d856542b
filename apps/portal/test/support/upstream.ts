import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service behind the portal: it answers what a test says, and remembers what it was asked. */
export class Upstream {
  readonly asked: IncomingMessage[] = [];
  private answer: RequestListener = (_request, response) => response.end();

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      this.asked.push(request);
      this.answer(request, response);
    });
  }

  static async start(): Promise<Upstream> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Upstream(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get last(): IncomingMessage {
    const last = this.asked.at(-1);
    if (!last) throw new Error('nothing was asked');
    return last;
  }

  answers(answer: RequestListener): void {
    this.answer = answer;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
