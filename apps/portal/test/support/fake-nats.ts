import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

type Answer = (subject: string, question: unknown) => unknown;

/** As much of the NATS protocol as a request and its reply need. */
export class FakeNats {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly answer: Answer,
  ) {
    server.on('connection', (socket) => this.serve(socket));
  }

  /** Listens at a port that a portal was told of. `answer` gives the data of a Nest reply; undefined: nobody answers. */
  static async start(port: number, answer: Answer): Promise<FakeNats> {
    const server = createServer();
    const nats = new FakeNats(server, answer);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return nats;
  }

  async stop(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => socket.destroy());
    const subscriptions = new Map<string, string>();
    const info = { server_id: 'FAKE', version: '2.11.0', proto: 1, headers: true, max_payload: 1_048_576 };
    socket.write(`INFO ${JSON.stringify(info)}\r\n`);
    let unread = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      unread += chunk;
      for (;;) {
        const end = unread.indexOf('\r\n');
        if (end < 0) return;
        const [verb, ...words] = unread.slice(0, end).split(' ');
        const size = verb === 'PUB' ? Number(words.at(-1)) + 2 : 0;
        if (unread.length < end + 2 + size) return;
        const payload = unread.slice(end + 2, end + size);
        unread = unread.slice(end + 2 + size);
        if (verb === 'PING') socket.write('PONG\r\n');
        if (verb === 'SUB') subscriptions.set(words[0] ?? '', words.at(-1) ?? '');
        if (verb === 'PUB' && words.length === 3) this.reply(socket, subscriptions, words, payload);
      }
    });
  }

  private reply(
    socket: Socket,
    subscriptions: Map<string, string>,
    [subject = '', inbox = '']: string[],
    payload: string,
  ) {
    const subscription = [...subscriptions].find(([pattern]) => inbox.startsWith(pattern.replace('*', '')))?.[1];
    const response = this.answer(subject, JSON.parse(payload).data);
    if (response === undefined) {
      const status = 'NATS/1.0 503\r\n\r\n';
      socket.write(`HMSG ${inbox} ${subscription} ${status.length} ${status.length}\r\n${status}\r\n`);
      return;
    }
    const data = JSON.stringify({ response, isDisposed: true, id: '1' });
    socket.write(`MSG ${inbox} ${subscription} ${Buffer.byteLength(data)}\r\n${data}\r\n`);
  }
}
